import { describe, expect, it } from 'vitest';
import { Progress } from '../../../lib/local/command/progress.ts';
import { eventsOf } from '../../report/events.ts';

describe('the progress of a run', () => {
  it.each([
    [40, 'act a: Look at the price of t…'],
    [0, 'act a: Look at the price of the kettle'],
  ])('on a terminal of %i columns keeps each line to its width, where it has said one', (columns, told) => {
    const written: string[] = [];
    const stream = { isTTY: true, columns, write: (text: string) => written.push(text) };
    using progress = new Progress(stream, { verbose: false });
    const task = 'Look at the price of the kettle';
    for (const event of eventsOf([{ type: 'ActStarted', actId: 'x', task }], 'a')) progress.event(event);
    expect(written.join('')).toContain(`s  ${told}\n`);
  });
});
