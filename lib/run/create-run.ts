import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../act/ports.ts';
import { checkInput } from './check-input.ts';
import { claimAll } from './claims.ts';
import { assertOwnRun } from './earlier-execution.ts';
import { InvalidInput } from './errors.ts';
import { HEAD_FORMAT, randomKey } from './head.ts';
import { Lease } from './lease.ts';
import { announce } from './announce.ts';
import type { LogEvent } from './log-event.ts';
import type { Artifacts, JournalStore, LogGroup, RunService } from './ports.ts';
import { logStreamName } from './log-delivery.ts';
import { RECORD_START, RunRecorder } from './recorder.ts';
import { keepInput, resolveInput, type ResolvedInput, type RunDefaults } from './resolved-input.ts';
import { startOf } from './resume.ts';
import { spillingStore } from './spilling-store.ts';
import type { RunMetrics } from './run-metrics.ts';
import { type Execution, EXECUTION_NAME, EXECUTION_NAMES, type Position, type Run } from './run.ts';

export interface CreateRunPorts {
  readonly store: JournalStore;
  readonly artifacts: Artifacts;
  /** Of an earlier run, to be resumed. */
  readonly artifactsOf: (execution: string) => Artifacts;
  readonly service: RunService;
  readonly logGroup: LogGroup;
  readonly clock: Clock;
  readonly tell: (event: LogEvent) => void;
  readonly metrics: RunMetrics;
}

/**
 * Checks the input and creates the run and its session on the service. Called again for the same execution, it gives
 * the same run.
 *
 * @returns with the token by which the run's own rights are lent
 * @throws InvalidInput before anything is created
 * @throws DuplicateRequest, OverlapSkipped when another execution does what the input asks for
 * @throws ResumeRefused when the execution to be resumed cannot be
 * @throws JournalUnreadable when the journal has another execution's run under this name
 * @throws LogGroupUnwritable before anything is created on the service
 */
export async function createRun(
  request: { execution: Execution; input: unknown },
  defaults: RunDefaults,
  ports: CreateRunPorts,
): Promise<{ run: Run; position: Position; accessToken: string }> {
  const { execution } = request;
  checkName(execution);
  const input = resolveInput(checkInput(request.input, execution), defaults);
  const { artifacts, clock } = ports;
  const store = spillingStore(ports.store, artifacts);
  assertOwnRun(await store.registeredRun(execution.name), await store.readHead(execution.name), execution);

  const start = await startOf(input, execution.name, ports);
  const { position } = start;
  await keepInput(input, artifacts);
  // False when an earlier attempt got this far: its head is as good.
  await store.createHead({
    formatVersion: HEAD_FORMAT,
    execution: execution.name,
    fence: 0,
    version: 0,
    writeId: randomUUID(),
    leaseUntil: 0,
    startedAt: clock.now(),
    logKey: randomKey(),
    handBacks: 0,
    slicesHere: 0,
    ...start,
  });
  await claimAll(input, execution.name, store);
  await using lease = await Lease.take(store, clock, execution.name);
  const { startedAt } = lease.head;
  const register = (made: Run) => store.registerRun(execution.name, { run: made, startedAt, accessToken: randomKey() });
  if (lease.head.run !== undefined) {
    const { run, accessToken } = await register(lease.head.run);
    return { run, position, accessToken };
  }

  const { workflowDefinitionName, modelId } = input;
  const recorder = await RunRecorder.open({ ...ports, execution: execution.name, fence: lease.head.fence });
  const requested = recorder.record({ type: 'RunRequested', workflowDefinitionName, acts: input.acts.length });
  await recorder.flush();
  if (lease.head.creating !== true) await announce(requested, input, { ...ports, lease });
  // From here on there may be a run on the service of which nobody has heard.
  await lease.change({ creating: true });
  const workflowRunId = await createWorkflowRun(input, execution, ports.service);
  const sessionId = await ports.service.createSession({
    workflowDefinitionName,
    workflowRunId,
    clientToken: clientToken(execution, 'session'),
  });
  const { run, accessToken } = await register({ workflowDefinitionName, workflowRunId, sessionId });
  ports.metrics.started({ workflowDefinitionName, workflowRunId, execution: execution.name });
  // From the start as large as it ever is: the head must not grow with the run.
  const log = { stream: logStreamName(run), sent: { ...RECORD_START, at: lease.head.startedAt } };
  await lease.change({ run, ...(input.logGroupName !== undefined && { log }) });

  recorder.belongTo(run);
  recorder.record({ type: 'RunCreated', ...run, modelId, startingPage: input.startingPage });
  if (start.resumed !== undefined) {
    const acts = input.acts.slice(0, position.act).map(({ id }) => id);
    recorder.record({ type: 'RunResumed', from: start.resumed.execution, acts });
  }
  await recorder.flush();
  return { run, position, accessToken };
}

function checkName({ name }: Execution): void {
  if (!EXECUTION_NAME.test(name))
    throw new InvalidInput([`the execution's name: got ${JSON.stringify(name)}, allowed: ${EXECUTION_NAMES}`]);
}

/** The run on the service: the same one for each attempt. */
export function createWorkflowRun(input: ResolvedInput, execution: Execution, service: RunService): Promise<string> {
  const { workflowDefinitionName, modelId, logGroupName } = input;
  return service.createWorkflowRun({
    workflowDefinitionName,
    modelId,
    ...(logGroupName !== undefined && { logGroupName }),
    clientToken: clientToken(execution, 'run'),
  });
}

/** The same for each attempt at the same thing, so that the service creates it once. */
export function clientToken(execution: Execution, what: string): string {
  return createHash('sha256').update(`${execution.arn}/${what}`).digest('hex');
}
