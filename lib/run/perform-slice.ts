import type { ActOutcome } from '../act/outcome.ts';
import type { Budget } from '../act/perform-act.ts';
import type { Clock, Secrets, Tool } from '../act/ports.ts';
import { SLOWEST_ACTION_MS } from '../act/perform-calls.ts';
import { checkpointed, NOT_STARTED } from '../act/progress.ts';
import { actJournal, changeOf } from './act-journal.ts';
import { actCheckpoint, copyCheckpoint } from './checkpoints.ts';
import { readInput } from './resolved-input.ts';
import { JournalUnreadable, NoProgress } from './errors.ts';
import { Lease } from './lease.ts';
import type { LogEvent } from './log-event.ts';
import { sliceLog } from './log-sender.ts';
import { storeOutcome } from './outcome-store.ts';
import { performInputAct } from './perform-input-act.ts';
import type { Artifacts, BrowserHost, JournalStore, LogGroup, RunService, Seal } from './ports.ts';
import { RunRecorder } from './recorder.ts';
import { resumedStep } from './resumed-step.ts';
import type { Execution, Failure, Position } from './run.ts';
import { sessionBrowser } from './session-browser.ts';
import { SliceBrowser } from './slice-browser.ts';
import { spillingStore } from './spilling-store.ts';
import { shortened } from './workflow-result.ts';

export interface SlicePorts {
  readonly store: JournalStore;
  readonly artifacts: Artifacts;
  readonly seal: Seal;
  readonly service: RunService;
  readonly logGroup: LogGroup;
  readonly browsers: BrowserHost;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly tell: (event: LogEvent) => void;
  readonly warn: (message: string) => void;
}

export interface SliceResult {
  readonly done: boolean;
  readonly position: Position;
  /** Of the last acts that ended in this slice. */
  readonly outcomes: readonly { readonly id: string; readonly status: 'SUCCEEDED' | 'FAILED' }[];
  /** Why the run is done before all its acts were performed. */
  readonly failure: Failure | null;
}

/** Slices that may begin at one position before the run is given up. */
const SLICES_WITHOUT_PROGRESS = 3;
/** After so many hand backs the rest goes by deadline: an execution's history holds 25,000 events. */
const HAND_BACK_LIMIT = 2_000;
/** What handing back takes: observing, keeping the record, the browser's rest. */
const HAND_BACK_MS = 15_000;
/** The state stays under 4 KB, however many acts end in a slice. */
const OUTCOMES_SHOWN = 20;

/**
 * One slice: performs the run's acts from where the journal says it stands, until the run is done or it is time to
 * hand back.
 *
 * @param remainingMs - until the invocation is ended from outside
 * @param requestTimeoutMs - how long InvokeActStep may take
 */
export async function performSlice(
  request: { execution: Execution },
  ports: SlicePorts,
  { remainingMs, requestTimeoutMs }: { remainingMs: () => number; requestTimeoutMs: number },
): Promise<SliceResult> {
  const { execution } = request;
  const { artifacts, clock, browsers } = ports;
  const store = spillingStore(ports.store, artifacts);
  await using held = await Lease.take(store, clock, execution.name);
  const input = await readInput(artifacts);
  const { run } = held.head;
  if (input === undefined || run === undefined)
    throw new JournalUnreadable(`execution ${execution.name} has no input or no run: CreateRun did not finish`);
  await countSlice(held);
  const reclaimed = await browsers.reclaim(held.head.browserId);

  const { fence } = held.head;
  const recorder: RunRecorder = await RunRecorder.open({
    ...ports,
    ...run,
    execution: execution.name,
    fence,
    onKept: (bytes) => log?.kept(bytes),
  });
  await using log = sliceLog(input, run, { ...ports, lease: held, recorder });
  const service = ports.service.actService(run);
  const toolNames = new Set(ports.tools.keys());
  let journal = actJournal(held, ports);
  await using browser = new SliceBrowser(browsers, held, () => {
    const afterLoss = input.acts[held.head.position.act]?.afterLoss ?? 'fail';
    return sessionBrowser(reclaimed, input, { afterLoss, toolNames }, { ...ports, lease: held, journal, recorder });
  });
  const outcomes: SliceResult['outcomes'][number][] = [];
  const handBack = held.head.handBacks < HAND_BACK_LIMIT ? input.handBack : 'deadline';
  const budget: Budget = {
    steps: handBack === 'step' ? 1 : Infinity,
    msToSpare: () => remainingMs() - requestTimeoutMs - SLOWEST_ACTION_MS - HAND_BACK_MS,
    msForACall: () => remainingMs() - HAND_BACK_MS,
  };

  for (;;) {
    const { position } = held.head;
    const act = input.acts[position.act];
    if (act === undefined) return ended(null);
    recorder.enter({ id: act.id, index: position.act });
    if (outcomes.length === 0 && reclaimed === undefined)
      for (const happening of resumedStep(held.head.act)) recorder.record(happening);
    // Starts while the act is being created; a failure shows when the act asks for it.
    if (journal.progress.outcome === undefined) browser.get().catch(() => {});
    const performing = performInputAct(
      { index: position.act, input, execution, runStartedAt: held.head.startedAt },
      { ...ports, run, store, service, browser: browser.get, journal, recorder, guardrails: input.guardrails },
      budget,
    );
    const result = await toldIfBroken(performing, held, recorder);
    if (result.kind === 'handBack') return await handedBack(result.reason);

    const { actId } = held.head.act;
    await storeOutcome({ id: act.id, index: position.act, actId }, result.outcome, execution.name, {
      store,
      artifacts,
    });
    outcomes.push({ id: act.id, status: result.outcome.status });
    const saved = await browser.checkpoint(journal, ports);
    if (result.outcome.status === 'FAILED') {
      // The position stays at an act that failed: a retry whose answer was lost finds the same end. What the browser
      // shows is for whoever resumes the run.
      if (saved.checkpoint) await held.change({ act: checkpointed(journal.progress), ...saved });
      return ended(failureOf(result.outcome));
    }
    const checkpoint = saved.checkpoint ?? held.head.checkpoint;
    await copyCheckpoint(checkpoint, actCheckpoint(position.act + 1), artifacts, artifacts);
    await held.change({
      position: { act: position.act + 1, step: 0 },
      act: { ...NOT_STARTED, isSaved: journal.progress.isSaved || saved.checkpoint !== undefined },
      slicesHere: 0,
      ...saved,
    });
    journal = actJournal(held, ports);
    if (handBack !== 'deadline' && position.act + 1 < input.acts.length) return await handedBack('act');
  }

  async function handedBack(reason: 'act' | 'steps' | 'deadline' | 'quota'): Promise<SliceResult> {
    recorder.enter(undefined);
    recorder.record({ type: 'HandedBack', reason });
    await recorder.flush();
    const { id } = await browser.get();
    const saved = await browser.checkpoint(journal, ports);
    await held.change({
      // With the results of calls that were no effects, so that these are not performed again either.
      ...changeOf(saved.checkpoint ? checkpointed(journal.progress) : journal.progress, held.head),
      handBacks: held.head.handBacks + 1,
      browserId: id,
      ...(reason === 'quota' && { slicesHere: 0 }),
      ...saved,
    });
    browser.keep();
    return { ...ended(null), done: false };
  }

  function ended(failure: Failure | null): SliceResult {
    return { done: true, position: held.head.position, outcomes: outcomes.slice(-OUTCOMES_SHOWN), failure };
  }
}

/**
 * Says in the journal how a slice broke off, for whoever has to say at last that there is no progress, and keeps what was
 * recorded until then: nobody else can tell it.
 */
async function toldIfBroken<Result>(performing: Promise<Result>, lease: Lease, recorder: RunRecorder): Promise<Result> {
  try {
    return await performing;
  } catch (cause) {
    // Whatever failed first: it failed because the browser was ended with the lease.
    if (lease.lost.aborted) throw lease.lostError(cause);
    const brokeOff = shortened(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
    await Promise.allSettled([lease.change({ brokeOff }), recorder.flush()]);
    throw cause;
  }
}

async function countSlice(lease: Lease): Promise<void> {
  const { slicesHere, position, brokeOff } = lease.head;
  if (slicesHere >= SLICES_WITHOUT_PROGRESS)
    throw new NoProgress(
      `${slicesHere} slices began at act ${position.act}, step ${position.step}, and none got further${brokeOff === undefined ? '' : `; the last one broke off as ${brokeOff}`}`,
    );
  await lease.change({ slicesHere: slicesHere + 1 });
}

function failureOf(outcome: Extract<ActOutcome, { status: 'FAILED' }>): Failure {
  return { name: outcome.error.name, cause: shortened(outcome.error.message) };
}
