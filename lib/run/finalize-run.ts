import { endingOf, figures, type ActOutcome } from '../act/outcome.ts';
import type { Clock } from '../act/ports.ts';
import type { ActProgress } from '../act/progress.ts';
import { createWorkflowRun } from './create-run.ts';
import { readInput, type ResolvedInput, type RunDefaults } from './resolved-input.ts';
import { readFailure } from './failure.ts';
import { JournalUnreadable } from './errors.ts';
import { newLogKey, type Head } from './head.ts';
import { Lease } from './lease.ts';
import { deliverLog } from './log-delivery.ts';
import type { LogEvent } from './log-event.ts';
import { putResponse, storeOutcome } from './outcome-store.ts';
import type { Artifacts, JournalStore, LogGroup, Report, RunService, StoredOutcome } from './ports.ts';
import { readEvents, RunRecorder } from './recorder.ts';
import { resumedStep } from './resumed-step.ts';
import { runFigures } from './run-figures.ts';
import { countedName, type RunMetrics } from './run-metrics.ts';
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

const RESULT = 'result.json';
/** Bytes of the result; what does not fit is named by its place. */
const RESULT_BYTES_LIMIT = 32_000;
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
  const input = await readInput(artifacts);
  const found = await store.readHead(execution.name).catch((error: unknown) => closeUnread(error, ports.service));
  const kept = found?.closed ? await readResult(artifacts) : undefined;
  if (kept !== undefined) return kept;
  if (found === undefined && failure === null)
    throw new JournalUnreadable(`the journal no longer has the run of execution ${execution.name}`);
  await using lease = found && (await Lease.take(store, clock, execution.name, { force: true }));

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

  const recorder = await RunRecorder.open({
    ...ports,
    ...lease?.head.run,
    execution: execution.name,
    fence: lease?.head.fence ?? 0,
  });
  const before = await store.readOutcomes(execution.name);
  const decided = lease?.head.ended?.error;
  const reason = decided ? { name: decided.name, cause: decided.message } : failure;
  const open = lease && openAct(lease.head, input, reason, before.length, clock);
  // Decided before anybody is told: whoever comes after a crash tells the same.
  const ended = lease?.head.ended ?? endOf(open ? [...before, { ...open.outcome, id: open.id }] : before, failure);
  const { status, error } = ended;
  if (lease?.head.ended === undefined) await lease?.change({ ended });
  const outcomes = open
    ? [...before, await closeAct(open, execution, lease?.head.run, { ...ports, store, recorder, attempt })]
    : before;
  const run = lease?.head.run ?? (await adoptedRun(lease?.head, input, execution, ports));
  if (run !== undefined) await attempt(ports.service.updateWorkflowRun({ ...run, status }));

  // CreateRun ends so where the log cannot be written, before there is anything else to tell.
  const isLogRefused = error?.name === 'LogGroupUnwritable' && lease?.head.creating !== true;
  const logGroupName = isLogRefused ? undefined : (input?.logGroupName ?? defaults.logGroupName);
  const definition = input?.workflowDefinitionName ?? defaults.workflowDefinitionName ?? 'unknown';
  const logStreamName = `${definition}/${run?.workflowRunId ?? execution.name}`;
  const result: WorkflowResult = await fitted(
    {
      status,
      ...run,
      ...(error && { error }),
      ...(lease?.head.resumed && { resumed: lease.head.resumed }),
      timeWorkedSeconds: timeWorked(ownOutcomes(outcomes)),
      acts: outcomes.map(resultEntry),
      ...(logGroupName !== undefined && { log: { logGroupName, logStreamName } }),
      replay: replayLocation(artifacts),
    },
    artifacts,
  );

  const events = await allEvents(result, recorder, artifacts);
  await attempt(artifacts.put(RESULT, JSON.stringify(result), 'application/json'));
  if (logGroupName !== undefined) {
    const stream = { logGroupName, logStreamName };
    const delivery = { stream, content: input?.log.content ?? false, key: lease?.head.logKey ?? newLogKey() };
    await attempt(deliverLog(delivery, { ...ports, lease, recorder }, { patienceMs: LOG_PATIENCE_MS }));
  }
  await attempt(writeReplay({ result, events }, ports));
  if (failures.length > 0) throw failures[0];
  // A run that may exist and could not be found stays open, for the sweeper.
  if (run === undefined && lease?.head.creating === true) return result;
  if (run !== undefined && lease !== undefined) {
    const errorName = error && countedName(error.name);
    const ids = { ...run, execution: execution.name };
    ports.metrics.closed({ ...ids, status, ...(errorName && { errorName }), figures: runFigures(events) });
  }
  await lease?.change({ closed: true });
  return result;
}

/** A journal that another version wrote stays as it is; on the service the run is closed all the same. */
async function closeUnread(error: unknown, service: RunService): Promise<never> {
  if (error instanceof JournalUnreadable && error.run !== undefined)
    await service.updateWorkflowRun({ ...error.run, status: 'FAILED' });
  throw error;
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

interface OpenAct {
  readonly id: string;
  readonly index: number;
  readonly actId: string | undefined;
  readonly progress: ActProgress;
  readonly outcome: ActOutcome;
}

/** The act that was under way, with how it ends. */
function openAct(
  { run, position, act: progress }: Head,
  input: ResolvedInput | undefined,
  failure: Failure | null,
  outcomesKept: number,
  clock: Clock,
): OpenAct | undefined {
  const act = input?.acts[position.act];
  if (run === undefined || act === undefined || outcomesKept > position.act) return undefined;
  const { actId, startedAt, outcome = interrupted(progress, failure, clock) } = progress;
  if (startedAt === undefined && progress.outcome === undefined) return undefined;
  return { id: act.id, index: position.act, actId, progress, outcome };
}

/** Ends it, on the service too. */
async function closeAct(
  { id, index, actId, progress, outcome }: OpenAct,
  execution: Execution,
  run: Run | undefined,
  ports: FinalizePorts & {
    readonly recorder: RunRecorder;
    readonly attempt: (part: Promise<unknown>) => Promise<boolean>;
  },
): Promise<StoredOutcome> {
  const told =
    actId === undefined ||
    run === undefined ||
    (await ports.attempt(ports.service.actService(run).updateAct(actId, endingOf(outcome))));
  ports.recorder.enter({ id, index });
  for (const happening of resumedStep(progress)) ports.recorder.record(happening);
  ports.recorder.record({ type: 'ActEnded', actId, outcome });
  ports.recorder.enter(undefined);
  // Kept only when the service knows it as well, so that another attempt tells it again.
  return told ? storeOutcome({ id, index, actId }, outcome, execution.name, ports) : { ...outcome, id };
}

function interrupted(progress: ActProgress, failure: Failure | null, clock: Clock): ActOutcome {
  const error = readFailure(failure ?? { name: 'RunStopped', cause: 'the run ended before the act did' });
  return { status: 'FAILED', error, ...figures(progress, clock.now()) };
}

function endOf(outcomes: readonly StoredOutcome[], failure: Failure | null): NonNullable<Head['ended']> {
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
  const earlier = await readEvents(artifacts);
  if (earlier.some(({ type }) => type === 'RunEnded')) return earlier;
  await recorder.flush();
  const before = await readEvents(artifacts);
  recorder.record({ type: 'RunEnded', status, ...(error && { error }), figures: runFigures(before) });
  await recorder.flush();
  return readEvents(artifacts);
}

/** Many answers that are short by themselves can be too long together: then the longest are named by their place. */
async function fitted(result: WorkflowResult, artifacts: Artifacts): Promise<WorkflowResult> {
  const acts = [...result.acts];
  const bySize = acts.map((_, index) => index).toSorted((one, other) => bytes(acts[other]) - bytes(acts[one]));
  for (const index of bySize) {
    if (bytes({ ...result, acts }) <= RESULT_BYTES_LIMIT) break;
    const entry = acts[index];
    if (entry?.response === undefined) continue;
    const { response, ...rest } = entry;
    acts[index] = { ...rest, responseLocation: await putResponse(index, response, artifacts) };
  }
  return { ...result, acts };
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
