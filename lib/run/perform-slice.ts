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
import type { Artifacts, BrowserHost, JournalStore, RunService } from './ports.ts';
import { RunRecorder } from './recorder.ts';
import type { Execution, Failure, Position } from './run.ts';
import { sessionBrowser } from './session-browser.ts';

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
  /** Of the acts that ended in this slice. */
  readonly outcomes: readonly { readonly id: string; readonly status: 'SUCCEEDED' | 'FAILED' }[];
  /** Why the run is done before all its acts were performed. */
  readonly failure: Failure | null;
}

/** Slices that may begin at one position before the run is given up. */
const SLICES_WITHOUT_PROGRESS = 3;
/** After so many hand backs the rest goes by deadline: an execution's history holds 25,000 events. */
const HAND_BACK_LIMIT = 2_000;
/** What must be left for a step beside its request: performing its calls, keeping the record, handing back. */
const AFTER_A_STEP_MS = 30_000;

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
  const [input, lease] = await Promise.all([readInput(artifacts), Lease.take(store, clock, execution.name)]);
  await using held = lease;
  const { run } = held.head;
  if (input === undefined || run === undefined)
    throw new JournalUnreadable(`execution ${execution.name} has no input or no run: CreateRun did not finish`);
  await countSlice(held);
  const reclaimed = await ports.browsers.reclaim(held.head.browserId);

  const recorder = new RunRecorder({ artifacts, execution: execution.name, fence: held.head.fence, tell: ports.tell });
  const service = ports.service.actService(run);
  const browser = onlyOnce(() => sessionBrowser(reclaimed, input, { ...ports, lease: held, recorder }));
  const outcomes: SliceResult['outcomes'][number][] = [];
  const handBack = held.head.handBacks < HAND_BACK_LIMIT ? input.handBack : 'deadline';
  const timeForAStep = () => remainingMs() > requestTimeoutMs + AFTER_A_STEP_MS;
  const budget: Budget = { steps: handBack === 'step' ? 1 : Infinity, timeForAStep };

  for (;;) {
    const { position } = held.head;
    const act = input.acts[position.act];
    if (act === undefined) return { done: true, position, outcomes, failure: null };
    recorder.enter({ id: act.id, index: position.act });
    // Starts while the act is being created; a failure shows when the act asks for it.
    browser().catch(() => {});
    const result = await performInputAct(
      { index: position.act, input, execution, runStartedAt: held.head.startedAt },
      { ...ports, service, browser, journal: actJournal(held), recorder, guardrails: input.guardrails },
      budget,
    );
    if (result.kind === 'handBack') return await handedBack(result.reason);

    await storeOutcome(
      { id: act.id, index: position.act, actId: held.head.act.actId },
      result.outcome,
      execution.name,
      ports,
    );
    outcomes.push({ id: act.id, status: result.outcome.status });
    await held.change({ position: { act: position.act + 1, step: 0 }, act: NOT_STARTED, slicesHere: 0 });
    if (result.outcome.status === 'FAILED')
      return { done: true, position: held.head.position, outcomes, failure: failureOf(result.outcome) };
    if (handBack !== 'deadline' && position.act + 1 < input.acts.length) return await handedBack('act');
  }

  async function handedBack(reason: 'act' | 'steps' | 'deadline' | 'quota'): Promise<SliceResult> {
    recorder.enter(undefined);
    recorder.record({ type: 'HandedBack', reason });
    await recorder.flush();
    const { id } = await browser();
    const waited = reason === 'quota';
    await held.change({ handBacks: held.head.handBacks + 1, browserId: id, ...(waited && { slicesHere: 0 }) });
    return { done: false, position: held.head.position, outcomes, failure: null };
  }
}

async function countSlice(lease: Lease): Promise<void> {
  const { slicesHere, position } = lease.head;
  if (slicesHere >= SLICES_WITHOUT_PROGRESS)
    throw new NoProgress(
      `${slicesHere} slices began at act ${position.act}, step ${position.step}, and none got further`,
    );
  await lease.change({ slicesHere: slicesHere + 1 });
}

function failureOf(outcome: Extract<ActOutcome, { status: 'FAILED' }>): Failure {
  return { name: outcome.error.name, cause: outcome.error.message };
}

function onlyOnce<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
