import { isDeepStrictEqual } from 'node:util';
import { withLost } from '../act/loss.ts';
import { NOT_STARTED } from '../act/progress.ts';
import { begunEffects } from './begun-effects.ts';
import { actCheckpoint, copyCheckpoint } from './checkpoints.ts';
import { ResumeRefused } from './errors.ts';
import type { Head } from './head.ts';
import { takeOverOutcome } from './outcome-store.ts';
import type { Artifacts, JournalStore, StoredOutcome } from './ports.ts';
import { isClosed } from './registered-run.ts';
import { readInput, type ResolvedInput } from './resolved-input.ts';
import { spillingStore } from './spilling-store.ts';

export interface ResumePorts {
  readonly store: JournalStore;
  /** The new run's. */
  readonly artifacts: Artifacts;
  readonly artifactsOf: (execution: string) => Artifacts;
}

/** What of a run's first head depends on where it begins. */
export type Start = Pick<Head, 'position' | 'act' | 'checkpoint' | 'resumed'>;

/** Begun effects that are listed. */
const LISTED = 20;

/**
 * Where a run begins: at its first act, or after the last completed act of the run it resumes, whose outcomes and
 * checkpoint it takes over. Asked again, it does the same again.
 *
 * @throws ResumeRefused before anything is created
 */
export async function startOf(input: ResolvedInput, execution: string, ports: ResumePorts): Promise<Start> {
  const { resume } = input;
  if (resume === undefined) return { position: { act: 0, step: 0 }, act: NOT_STARTED };
  const from = resume.execution;
  const earlier = ports.artifactsOf(from);
  const store = spillingStore(ports.store, earlier);
  const [registered, head, given, outcomes] = await Promise.all([
    store.registeredRun(from),
    store.readHead(from),
    readInput(earlier),
    store.readOutcomes(from),
  ]);
  if (head === undefined || given === undefined) throw refused(from, 'there is no such run');
  if (!isClosed(registered, head)) throw refused(from, 'it is not over yet');
  const completed = outcomes.filter(({ status }) => status !== 'FAILED');
  const index = completed.length;
  const next = given.acts[index];
  if (next === undefined) throw refused(from, 'nothing of it is left to be done');
  checkSame(given, input, index, from);
  await checkDecision(head, { id: next.id, index }, input, earlier);

  for (const [at, outcome] of completed.entries())
    await takeOverOutcome({ outcome, at, from, earlier }, execution, ports);
  const skips = resume.skipAct !== undefined;
  if (skips) await ports.store.putOutcome(execution, index, skipped(next.id));
  const act = index + (skips ? 1 : 0);
  const key = actCheckpoint(act);
  // What the failed act left behind counts only where it is not performed again.
  const left = skips ? head.checkpoint : { key: actCheckpoint(index) };
  const hasState = await copyCheckpoint(left, key, earlier, ports.artifacts);
  const lost = skips && !head.act.isSaved ? [`what the last effect of act ${next.id} led to was not saved`] : [];
  return {
    position: { act, step: 0 },
    act: { ...withLost(NOT_STARTED, lost), isSaved: hasState || !(await hadEffects(completed, earlier)) },
    ...(hasState && { checkpoint: { key } }),
    resumed: { execution: from, workflowRunId: head.run?.workflowRunId ?? '' },
  };
}

/** What is done already must be what the new input asks for as well. */
function checkSame(given: ResolvedInput, input: ResolvedInput, completed: number, from: string): void {
  for (const key of ['startingPage', 'parameters'] as const)
    if (completed > 0 && !isDeepStrictEqual(given[key], input[key]))
      throw refused(from, `${key} is not what it was there, and ${completed} act(s) were completed with that`);
  const other = given.acts.slice(0, completed).find((act, at) => !isDeepStrictEqual(act, input.acts[at]));
  if (other) throw refused(from, `its act ${other.id} was completed and is another one in this input`);
}

/** Only who asks can know whether an act that had begun to change things may be performed again. */
async function checkDecision(
  head: Head,
  failed: { readonly id: string; readonly index: number },
  input: ResolvedInput,
  earlier: Artifacts,
): Promise<void> {
  const { execution: from, repeatAct, skipAct } = input.resume ?? { execution: '' };
  const decided = repeatAct ?? skipAct;
  if (decided !== undefined && decided !== failed.id)
    throw refused(from, `the act to go on with is ${failed.id}, not ${decided}`);
  if (repeatAct !== undefined && input.acts[failed.index]?.id !== failed.id)
    throw refused(from, `act ${failed.id} is not at its place in this input`);
  if (decided !== undefined || head.position.act !== failed.index || !head.act.effectBegun) return;
  const effects = await begunEffects({ id: failed.id, progress: head.act }, earlier);
  throw refused(
    from,
    `act ${failed.id} had begun to change things: ${effects.slice(0, LISTED).join(', ')}. Say repeatAct (--repeat-act ${failed.id}) to perform it again, or skipAct (--skip-act ${failed.id}) to leave it as it is`,
  );
}

/** Whether acts have changed something that no checkpoint shows: those that an older version performed. */
async function hadEffects(completed: readonly StoredOutcome[], earlier: Artifacts): Promise<boolean> {
  for (const { id } of completed)
    if ((await begunEffects({ id, progress: NOT_STARTED }, earlier)).length > 0) return true;
  return false;
}

function skipped(id: string): StoredOutcome {
  return { id, status: 'SKIPPED', steps: 0, timeWorkedSeconds: 0 };
}

function refused(execution: string, why: string): ResumeRefused {
  return new ResumeRefused(`resume: execution ${execution} cannot be resumed: ${why}`);
}
