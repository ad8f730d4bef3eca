import { JournalUnreadable } from './errors.ts';
import type { Head } from './head.ts';
import type { RegisteredRun } from './ports.ts';
import type { Execution } from './run.ts';

/** Far more than the clocks of Step Functions and of a function differ. */
const APART_MS = 3_600_000;

/**
 * Step Functions forgets a name after 90 days, and an item of the journal may stay a while after its time: then the journal
 * has the run of another execution.
 *
 * @throws JournalUnreadable when what the journal has is from before the execution began
 */
export function assertOwnRun(
  registered: RegisteredRun | undefined,
  head: Head | undefined,
  { name, startTime }: Execution,
): void {
  const startedAt = registered?.startedAt ?? head?.startedAt ?? Infinity;
  if (startedAt < Date.parse(startTime) - APART_MS)
    throw new JournalUnreadable(
      `the journal still has the run of an earlier execution with the name ${name}: start it under another name`,
    );
}
