import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogSender } from '../../lib/run/log-sender.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A sender whose last sending was now, and what it sends. */
function setUp(deliver: (signal: AbortSignal) => Promise<void> = async () => {}) {
  const clock = { now: () => Date.now(), elapsed: () => Date.now(), sleep: async () => {} };
  const delivery = vi.fn<(signal: AbortSignal) => Promise<void>>(deliver);
  const warn = vi.fn<(message: string) => void>();
  return { delivery, warn, sender: new LogSender({ deliver: delivery, clock, lastSentAt: Date.now(), warn }) };
}

/** Lets what was begun come to its end. */
async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

describe('the sender of a slice', () => {
  it('sends when a minute has passed since the last sending, and not before', async () => {
    const { sender, delivery } = setUp();
    await pass(59_999);
    sender.kept(1);
    expect(delivery).not.toHaveBeenCalled();
    await pass(1);
    sender.kept(1);
    expect(delivery).toHaveBeenCalledTimes(1);
    await pass(59_999);
    sender.kept(1);
    expect(delivery).toHaveBeenCalledTimes(1);
    await pass(1);
    sender.kept(1);
    expect(delivery).toHaveBeenCalledTimes(2);
  });

  it('sends when 500,000 bytes have gathered since the last sending, and not before', async () => {
    const { sender, delivery } = setUp();
    sender.kept(499_999);
    expect(delivery).not.toHaveBeenCalled();
    sender.kept(1);
    expect(delivery).toHaveBeenCalledTimes(1);
    await pass(0);
    sender.kept(499_999);
    expect(delivery).toHaveBeenCalledTimes(1);
  });

  it('sends one thing at a time', async () => {
    const { sender, delivery } = setUp(() => new Promise(() => {}));
    sender.kept(500_000);
    sender.kept(500_000);
    await pass(60_000);
    sender.kept(500_000);
    expect(delivery).toHaveBeenCalledTimes(1);
  });

  it('warns once of what fails, and tries again a minute later, however much has gathered', async () => {
    const { sender, delivery, warn } = setUp(async () => {
      throw new TypeError('no way');
    });
    sender.kept(500_000);
    await pass(0);
    sender.kept(5_000_000);
    expect(delivery).toHaveBeenCalledTimes(1);
    await pass(60_000);
    sender.kept(1);
    await pass(0);
    expect(delivery).toHaveBeenCalledTimes(2);
    expect(warn.mock.calls).toEqual([['the log could not be sent and is sent later: TypeError: no way']]);
  });

  it('waits at its end for what is being sent, three seconds at most, and gives it up then without a word', async () => {
    const { sender, delivery, warn } = setUp(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up')))),
    );
    sender.kept(500_000);
    let isOver = false;
    const ended = sender[Symbol.asyncDispose]().then(() => {
      isOver = true;
    });
    await pass(2_999);
    expect(isOver).toBe(false);
    expect(delivery.mock.calls[0]?.[0].aborted).toBe(false);
    await pass(1);
    await ended;
    expect(delivery.mock.calls[0]?.[0].aborted).toBe(true);
    expect(warn).not.toHaveBeenCalled();
    await pass(60_000);
    sender.kept(500_000);
    expect(delivery).toHaveBeenCalledTimes(1);
  });
});
