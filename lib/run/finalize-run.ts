import type { Clock } from '../act/ports.ts';
import { createWorkflowRun } from './create-run.ts';
import { assertOwnRun } from './earlier-execution.ts';
import { closeUnread, isClosed, registeredToClose } from './registered-run.ts';
import { readInput, type ResolvedInput, type RunDefaults } from './resolved-input.ts';
import { readFailure } from './failure.ts';
import { JournalUnreadable } from './errors.ts';
import { randomKey, type Head } from './head.ts';
import { Lease } from './lease.ts';
import { deliverLog, logStreamName } from './log-delivery.ts';
import type { LogEvent } from './log-event.ts';
import { fitted } from './fit-result.ts';
import { closeAct, openAct, type OpenAct } from './open-act.ts';
import type { Artifacts, JournalStore, LogGroup, LogStream, Report, RunService, StoredOutcome } from './ports.ts';
import { readableEvents, RunRecorder } from './recorder.ts';
import { runFigures } from './run-figures.ts';
import { type ClosedRun, countedName, type RunMetrics } from './run-metrics.ts';
import type { Execution, Failure, Run } from './run.ts';
import { spillingStore } from './spilling-store.ts';
import { ownOutcomes, timeWorked } from './time-worked.ts';
import { replayLocation, writeReplay } from './write-replay.ts';
import { resultEntry, shortened, type RunError, type WorkflowResult } from './workflow-result.ts';

export interface FinalizePorts {
  readonly store: JournalStore;
  readonly artifacts: Artifacts;
  readonly service: RunService;
  readonly logGroup: LogGroup;
  readonly report: Report;
  readonly clock: Clock;
  readonly tell: (event: LogEvent) => void;
  readonly metrics: RunMetrics;
}

type RunEnd = NonNullable<Head['ended']>;

const RESULT = 'result.json';
/** How long FinalizeRun goes on while the log cannot be written; it has five minutes for all it does. */
const LOG_PATIENCE_MS = 90_000;

/**
 * Closes a run, however it ended and however far it came: the open act and the run on the service, then the log, the
 * result and the replay page. Called again, it does no more than what was left undone.
 *
 * @param failure - what broke the execution; null when PerformSteps came to an end
 */
export async function finalizeRun(
  { execution, failure }: { execution: Execution; failure: Failure | null },
  defaults: RunDefaults,
  ports: FinalizePorts,
): Promise<WorkflowResult> {
  const { artifacts, clock } = ports;
  const store = spillingStore(ports.store, artifacts);
  const registered = await registeredToClose(execution.name, store);
  const reading = <Part>(part: Promise<Part>) =>
    part.catch((error: unknown) => closeUnread(error, registered, execution.name, ports));
  const input = await reading(readInput(artifacts));
  const found = await reading(store.readHead(execution.name));
  assertOwnRun(registered, found, execution);
  const kept = isClosed(registered, found) ? await readResult(artifacts) : undefined;
  if (kept !== undefined) return kept;
  if (found === undefined && failure === null)
    throw new JournalUnreadable(`the journal no longer has the run of execution ${execution.name}`);
  await using lease = found && (await reading(Lease.take(store, clock, execution.name, { force: true })));
  // Who acted for the run has written the head. Before runs were registered there was nothing else.
  const created = registered?.run ?? lease?.head.run;

  // What can be done is done, whatever else fails: the first failure is told at the end.
  const failures: unknown[] = [];
  const attempt = async (part: Promise<unknown>) => {
    try {
      await part;
      return true;
    } catch (error) {
      failures.push(error);
      return false;
    }
  };

  const fence = lease?.head.fence ?? 0;
  const recorder = await reading(RunRecorder.open({ ...ports, ...created, execution: execution.name, fence }));
  const closing: Closing = { ...ports, execution, input, store, lease, recorder, attempt };
  const before = await reading(store.readOutcomes(execution.name));
  const { ended, open } = await reading(decideEnd(before, failure, closing));
  const outcomes = open ? [...before, await reading(closeAct(open, execution, created, closing))] : before;
  const run = created ?? (await adoptedRun(lease?.head, input, execution, ports));
  if (run !== undefined) await attempt(ports.service.updateWorkflowRun({ ...run, status: ended.status }));

  const stream = logStream(ended, run, defaults, closing);
  const result = await fitted(
    {
      status: ended.status,
      ...run,
      ...(ended.error && { error: ended.error }),
      ...(lease?.head.resumed && { resumed: lease.head.resumed }),
      timeWorkedSeconds: timeWorked(ownOutcomes(outcomes)),
      acts: outcomes.map(resultEntry),
      ...(stream && { log: stream }),
      replay: replayLocation(artifacts),
    },
    artifacts,
  );
  const events = await keepRecord(result, stream, closing);
  if (failures.length > 0) throw failures[0];
  // A run that may exist and could not be found stays open, for the sweeper.
  if (run === undefined && lease?.head.creating === true) return result;
  if (run !== undefined && lease !== undefined)
    countClosed({ ...run, execution: execution.name }, ended, events, ports);
  await lease?.change({ closed: true });
  if (registered !== undefined) await store.changeRegistered(execution.name, { ...registered, state: 'closed' });
  return result;
}

/** What the parts of closing a run share. */
interface Closing extends FinalizePorts {
  readonly execution: Execution;
  /** Undefined where CreateRun did not get that far. */
  readonly input: ResolvedInput | undefined;
  /** Undefined for a run that has no journal. */
  readonly lease: Lease | undefined;
  readonly recorder: RunRecorder;
  /** Goes on when the part fails, which is told at the end; gives whether it was done. */
  readonly attempt: (part: Promise<unknown>) => Promise<boolean>;
}

/** How the run ends, journalled before anybody is told: whoever comes after a crash tells the same. */
async function decideEnd(
  before: readonly StoredOutcome[],
  failure: Failure | null,
  { input, lease, clock }: Closing,
): Promise<{ ended: RunEnd; open: OpenAct | undefined }> {
  const decided = lease?.head.ended?.error;
  const reason = decided ? { name: decided.name, cause: decided.message } : failure;
  const open = lease && openAct(lease.head, input, reason, before.length, clock);
  const ended = lease?.head.ended ?? endOf(open ? [...before, { ...open.outcome, id: open.id }] : before, failure);
  if (lease?.head.ended === undefined) await lease?.change({ ended });
  return { ended, open };
}

/** Where the run's log is; undefined for one that has none. */
function logStream(
  { error }: RunEnd,
  run: Pick<Run, 'workflowDefinitionName' | 'workflowRunId'> | undefined,
  defaults: RunDefaults,
  { execution, input, lease }: Closing,
): LogStream | undefined {
  const logGroupName = input?.logGroupName ?? defaults.logGroupName;
  // CreateRun ends so where the log cannot be written, before there is anything else to tell.
  const isRefused = error?.name === 'LogGroupUnwritable' && lease?.head.creating !== true;
  if (logGroupName === undefined || isRefused) return undefined;
  const workflowDefinitionName = input?.workflowDefinitionName ?? defaults.workflowDefinitionName ?? 'unknown';
  const named = run ?? { workflowDefinitionName, workflowRunId: execution.name };
  return { logGroupName, logStreamName: logStreamName(named) };
}

/** Events, result, log and replay page, as far as they can be written; gives all events. */
async function keepRecord(
  result: WorkflowResult,
  stream: LogStream | undefined,
  closing: Closing,
): Promise<LogEvent[]> {
  const { input, artifacts, recorder, lease, attempt } = closing;
  const events = await allEvents(result, recorder, artifacts);
  await attempt(artifacts.put(RESULT, JSON.stringify(result), 'application/json'));
  if (stream !== undefined) {
    const delivery = { stream, content: input?.log.content ?? false, key: lease?.head.logKey ?? randomKey() };
    await attempt(deliverLog(delivery, closing, { patienceMs: LOG_PATIENCE_MS }));
  }
  await attempt(writeReplay({ result, events }, closing));
  return events;
}

function countClosed(
  run: Pick<ClosedRun, 'workflowDefinitionName' | 'workflowRunId' | 'execution'>,
  { status, error }: RunEnd,
  events: readonly LogEvent[],
  { metrics }: FinalizePorts,
): void {
  const errorName = error && countedName(error.name);
  metrics.closed({ ...run, status, ...(errorName && { errorName }), figures: runFigures(events) });
}

/** The result of a run that is closed. */
async function readResult(artifacts: Artifacts): Promise<WorkflowResult | undefined> {
  const kept = await artifacts.get(RESULT);
  if (kept === undefined) return undefined;
  const result: WorkflowResult = JSON.parse(new TextDecoder().decode(kept));
  return result;
}

/** The run on the service whose creation was begun and never answered: asking again gives the same one. */
async function adoptedRun(
  head: Head | undefined,
  input: ResolvedInput | undefined,
  execution: Execution,
  { service }: FinalizePorts,
): Promise<Pick<Run, 'workflowDefinitionName' | 'workflowRunId'> | undefined> {
  if (head?.creating !== true || input === undefined) return undefined;
  try {
    const workflowRunId = await createWorkflowRun(input, execution, service);
    return { workflowDefinitionName: input.workflowDefinitionName, workflowRunId };
  } catch {
    return undefined;
  }
}

function endOf(outcomes: readonly StoredOutcome[], failure: Failure | null): RunEnd {
  const error = runError(outcomes, failure);
  return error === undefined ? { status: 'SUCCEEDED' } : { status: 'FAILED', error };
}

function runError(outcomes: readonly StoredOutcome[], failure: Failure | null): RunError | undefined {
  for (const outcome of outcomes)
    if (outcome.status === 'FAILED')
      return { name: outcome.error.name, message: shortened(outcome.error.message), act: outcome.id };
  if (failure === null) return undefined;
  const { name, message } = readFailure(failure);
  return { name, message: shortened(message) };
}

async function allEvents(
  { status, error }: WorkflowResult,
  recorder: RunRecorder,
  artifacts: Artifacts,
): Promise<LogEvent[]> {
  const earlier = await readableEvents(artifacts);
  if (earlier.some(({ type }) => type === 'RunEnded')) return earlier;
  await recorder.flush();
  const before = await readableEvents(artifacts);
  recorder.record({ type: 'RunEnded', status, ...(error && { error }), figures: runFigures(before) });
  await recorder.flush();
  return readableEvents(artifacts);
}
