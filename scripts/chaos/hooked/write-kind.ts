import type { Head } from '../../../lib/run/head.ts';
import type { ActProgress } from '../../../lib/act/progress.ts';
import type { ReportedMoment } from '../moment.ts';

interface Change {
  readonly before: Head;
  readonly after: Head;
}

/** The first that holds names the write. */
const KINDS: readonly (readonly [kind: string, holds: (change: Change) => boolean])[] = [
  ['taken back', ({ before, after }) => hasBegun(before.act) && isWaitingAgain(before.act, after.act)],
  ['lease taken', ({ before, after }) => after.fence !== before.fence],
  ['lease given back', ({ after }) => after.leaseUntil === 0],
  ['run stopped', differs((head) => head.stopped)],
  ['run being created', differs((head) => head.creating)],
  ['run created', differs((head) => head.run)],
  ['log sent', differs((head) => head.log?.sent)],
  ['log being sent', differs((head) => head.log)],
  ['run closed', differs((head) => head.closed)],
  ['handed back', differs((head) => head.handBacks)],
  ['next act', differs((head) => head.position.act)],
  ['act created', differs((head) => head.act.actId)],
  ['act ended', differs((head) => head.act.outcome)],
  ['answered, begun', ({ before, after }) => isAnswered(before, after) && hasBegun(after.act)],
  ['answered', ({ before, after }) => isAnswered(before, after)],
  ['asking, checkpoint', ({ before, after }) => isAsking(before, after) && hasCheckpoint(before, after)],
  ['asking', ({ before, after }) => isAsking(before, after)],
  ['begun', ({ before, after }) => !hasBegun(before.act) && hasBegun(after.act)],
  ['done', ({ before, after }) => hasBegun(before.act) && !hasBegun(after.act)],
  ['checkpoint', ({ before, after }) => hasCheckpoint(before, after)],
  ['broke off', differs((head) => head.brokeOff)],
  ['slice counted', differs((head) => head.slicesHere)],
  ['browser claimed', differs((head) => head.browserId)],
  ['act changed', differs((head) => head.act)],
];

/** What a write of the head changes; undefined when it only renews the lease. */
export function writeKind(before: Head, after: Head): string | undefined {
  return KINDS.find(([, holds]) => holds({ before, after }))?.[0];
}

/** How things stand while this head is the newest. */
export function standingOf({ act, position }: Head): Pick<ReportedMoment, 'standing' | 'act' | 'step'> {
  const standing = hasBegun(act) ? 'begun' : act.isSaved ? 'saved' : 'unsaved';
  return { standing, act: position.act, step: act.stepsTaken };
}

function differs(part: (head: Head) => unknown): (change: Change) => boolean {
  return ({ before, after }) => JSON.stringify(part(before)) !== JSON.stringify(part(after));
}

function isAnswered({ act: before }: Head, { act: after }: Head): boolean {
  return after.stepsTaken > before.stepsTaken;
}

function isAsking({ act: before }: Head, { act: after }: Head): boolean {
  return after.asked > before.asked;
}

function hasCheckpoint(before: Head, after: Head): boolean {
  return differs((head) => head.checkpoint)({ before, after }) || (!before.act.isSaved && after.act.isSaved);
}

/** A call was begun and waits again: it never left. */
function isWaitingAgain(before: ActProgress, after: ActProgress): boolean {
  const begun = before.step?.calls.find(({ state }) => state === 'begun')?.call.callId;
  return after.step?.calls.some(({ call, state }) => call.callId === begun && state === 'waiting') ?? false;
}

function hasBegun({ step }: ActProgress): boolean {
  return step?.calls.some(({ state }) => state === 'begun') ?? false;
}
