import { JournalUnreadable } from './errors.ts';
import type { Head } from './head.ts';
import type { Execution } from './run.ts';

/** Far more than the clocks of Step Functions and of a function differ. */
const APART_MS = 3_600_000;

/**
 * Step Functions forgets a name after 90 days, and an item of the journal may stay a while after its time: then the journal
 * has the run of another execution.
 *
 * @throws JournalUnreadable when the head is from before the execution began
 */
export function assertOwnHead(head: Head | undefined, { name, startTime }: Execution): void {
  if (head !== undefined && head.startedAt < Date.parse(startTime) - APART_MS)
    throw new JournalUnreadable(
      `the journal still has the run of an earlier execution with the name ${name}: start it under another name`,
    );
}
