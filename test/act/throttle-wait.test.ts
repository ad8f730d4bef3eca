import { describe, expect, it } from 'vitest';
import { throttleWaitMs } from '../../lib/act/throttle-wait.ts';

describe('the wait after a refusal for too many requests', () => {
  it('is what the service asks for', () => {
    expect(throttleWaitMs({ retryAfterSeconds: 7 }, 0)).toBe(7_000);
  });

  it('doubles where the service does not say, up to half a minute', () => {
    const waits = [0, 1, 2, 4, 5, 9].map((nth) => throttleWaitMs({ retryAfterSeconds: undefined }, nth));
    expect(waits).toEqual([1_000, 2_000, 4_000, 16_000, 30_000, 30_000]);
  });

  it('is never none, whatever the service says', () => {
    expect(throttleWaitMs({ retryAfterSeconds: 0 }, 3)).toBe(1_000);
  });
});
