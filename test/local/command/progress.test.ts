import { describe, expect, it, vi } from 'vitest';
import { Progress } from '../../../lib/local/command/progress.ts';
import { eventsOf } from '../../report/events.ts';

const TASK = 'Look at the price of the kettle';

describe('the progress of a run', () => {
  it.each([
    [40, 'act a: Look at the price of t…'],
    // Not half of the character that would come last.
    [21, 'act a: Lo…', 'Lo🫖 at the price'],
    [0, 'act a: Look at the price of the kettle'],
  ])(
    'on a terminal of %i columns keeps each line to its width, where it has said one',
    (columns, told, task = TASK) => {
      const written: string[] = [];
      const stream = { isTTY: true, columns, write: (text: string) => written.push(text) };
      using progress = new Progress(stream, { verbose: false });
      for (const event of eventsOf([{ type: 'ActStarted', actId: 'x', task }], 'a')) progress.event(event);
      expect(written.join('')).toContain(`s  ${told}\n`);
    },
  );

  it('counts on in one line of a terminal, however narrow', () => {
    vi.useFakeTimers();
    try {
      const written: string[] = [];
      const stream = { isTTY: true, columns: 20, write: (text: string) => written.push(text) };
      using progress = new Progress(stream, { verbose: false });
      for (const event of eventsOf([{ type: 'ActStarted', actId: 'x', task: 'Look' }], 'a')) progress.event(event);
      vi.advanceTimersByTime(100);
      expect(written.at(-1)).toMatch(/^ {10}… the brow/);
      expect(written.at(-1)?.length).toBeLessThanOrEqual(20);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([false, true])('shows nothing raw of what an event or AWS says (verbose: %s)', (verbose) => {
    const written: string[] = [];
    const stream = { isTTY: false, columns: 0, write: (text: string) => written.push(text) };
    using progress = new Progress(stream, { verbose });
    const raw = '\u001b]0;title\u0007\u001b[31mred\u009b2J\u202e\u2028\r\n';
    const error = { name: raw, message: raw };
    const events = eventsOf(
      [
        {
          type: 'RunCreated',
          workflowRunId: raw,
          workflowDefinitionName: raw,
          sessionId: raw,
          modelId: raw,
          startingPage: raw,
        },
        { type: 'ActStarted', actId: 'x', task: raw },
        { type: 'CallEnded', step: 1, callId: 'c', name: raw, durationMs: 1, result: null, error },
        { type: 'StepUnanswered', step: 1, error, durationMs: 1 },
      ],
      raw,
    );
    for (const event of events) progress.event(event);
    progress.line(raw);
    expect(written).toHaveLength(5);
    for (const line of written) expect(line).toMatch(/^[ -~…→]*\[31mred[ -~…→]*\n$/);
  });
});
