import type { ActOutcome } from '../act/outcome.ts';
import type { Budget } from '../act/perform-act.ts';
import type { Clock, Secrets, Tool } from '../act/ports.ts';
import { NOT_STARTED } from '../act/progress.ts';
import { actJournal } from './act-journal.ts';
import { readInput } from './create-run.ts';
import { JournalUnreadable, NoProgress } from './errors.ts';
import { Lease } from './lease.ts';
import type { LogEvent } from './log-event.ts';
import { storeOutcome } from './outcome-store.ts';
import { performInputAct } from './perform-input-act.ts';
import type { Artifacts, BrowserHost, JournalStore, RunBrowser, RunService } from './ports.ts';
import { RunRecorder } from './recorder.ts';
import type { Execution, Failure, Position } from './run.ts';
import { sessionBrowser } from './session-browser.ts';
import { shortened } from './workflow-result.ts';

export interface SlicePorts {
  readonly store: JournalStore;
  readonly artifacts: Artifacts;
  readonly service: RunService;
  readonly browsers: BrowserHost;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly tell: (event: LogEvent) => void;
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
/** A navigation may take a minute, and then the page settles. */
const SLOWEST_CALL_MS = 65_000;
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
  const { store, artifacts, clock } = ports;
  await using held = await Lease.take(store, clock, execution.name);
  const input = await readInput(artifacts);
  const { run } = held.head;
  if (input === undefined || run === undefined)
    throw new JournalUnreadable(`execution ${execution.name} has no input or no run: CreateRun did not finish`);
  await countSlice(held);
  const reclaimed = await ports.browsers.reclaim(held.head.browserId);

  const recorder = new RunRecorder({ artifacts, execution: execution.name, fence: held.head.fence, tell: ports.tell });
  const service = ports.service.actService(run);
  let starting: Promise<RunBrowser> | undefined;
  const browser = () => (starting ??= sessionBrowser(reclaimed, input, { ...ports, lease: held, recorder }));
  // Whatever the slice is doing at that moment: from then on nothing of the browser reaches a site.
  held.lost.addEventListener('abort', () => void ports.browsers.rest(), { once: true });
  // Before the lease is given back: whoever takes it next has the site to itself, and no browser starts after that.
  await using atTheEnd = new AsyncDisposableStack();
  atTheEnd.defer(async () => {
    await starting?.catch(() => {});
    await ports.browsers.rest();
  });
  const outcomes: SliceResult['outcomes'][number][] = [];
  let journal = actJournal(held);
  const handBack = held.head.handBacks < HAND_BACK_LIMIT ? input.handBack : 'deadline';
  const budget: Budget = {
    steps: handBack === 'step' ? 1 : Infinity,
    msToSpare: () => remainingMs() - requestTimeoutMs - SLOWEST_CALL_MS - HAND_BACK_MS,
    msForACall: () => remainingMs() - SLOWEST_CALL_MS - HAND_BACK_MS,
  };

  for (;;) {
    const { position } = held.head;
    const act = input.acts[position.act];
    if (act === undefined) return ended(null);
    recorder.enter({ id: act.id, index: position.act });
    // Starts while the act is being created; a failure shows when the act asks for it.
    browser().catch(() => {});
    const performing = performInputAct(
      { index: position.act, input, execution, runStartedAt: held.head.startedAt },
      { ...ports, service, browser, journal, recorder, guardrails: input.guardrails },
      budget,
    );
    const result = await toldIfBroken(performing, held);
    if (result.kind === 'handBack') return await handedBack(result.reason);

    await storeOutcome(
      { id: act.id, index: position.act, actId: held.head.act.actId },
      result.outcome,
      execution.name,
      ports,
    );
    outcomes.push({ id: act.id, status: result.outcome.status });
    // The position stays at an act that failed: a retry whose answer was lost finds the same end.
    if (result.outcome.status === 'FAILED') return ended(failureOf(result.outcome));
    await held.change({ position: { act: position.act + 1, step: 0 }, act: NOT_STARTED, slicesHere: 0 });
    journal = actJournal(held);
    if (handBack !== 'deadline' && position.act + 1 < input.acts.length) return await handedBack('act');
  }

  async function handedBack(reason: 'act' | 'steps' | 'deadline' | 'quota'): Promise<SliceResult> {
    recorder.enter(undefined);
    recorder.record({ type: 'HandedBack', reason });
    await recorder.flush();
    const { id } = await browser();
    await held.change({
      // With the results of calls that were no effects, so that these are not performed again either.
      act: journal.progress,
      handBacks: held.head.handBacks + 1,
      browserId: id,
      ...(reason === 'quota' && { slicesHere: 0 }),
    });
    return { ...ended(null), done: false };
  }

  function ended(failure: Failure | null): SliceResult {
    return { done: true, position: held.head.position, outcomes: outcomes.slice(-OUTCOMES_SHOWN), failure };
  }
}

/** Says in the journal how a slice broke off, for whoever has to say at last that there is no progress. */
async function toldIfBroken<Result>(performing: Promise<Result>, lease: Lease): Promise<Result> {
  try {
    return await performing;
  } catch (cause) {
    const brokeOff = shortened(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
    await lease.change({ brokeOff }).catch(() => {});
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
