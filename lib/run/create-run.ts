import { createHash, randomUUID } from 'node:crypto';
import { NOT_STARTED } from '../act/progress.ts';
import type { Clock } from '../act/ports.ts';
import { checkInput, type CheckedInput } from './check-input.ts';
import { DuplicateRequest, InvalidInput } from './errors.ts';
import { Lease } from './lease.ts';
import type { LogEvent } from './log-event.ts';
import type { Artifacts, JournalStore, RunService } from './ports.ts';
import { RunRecorder } from './recorder.ts';
import type { Execution, Position, Run } from './run.ts';

/** What the stack (or the command line) says where an input is silent. */
export interface RunDefaults {
  readonly workflowDefinitionName?: string;
  readonly modelId: string;
  readonly logGroupName?: string;
  readonly replayable: boolean;
  /** Whether an input may name only these: on AWS the functions' roles reach no other definition and log group. */
  readonly fixed: boolean;
}

/** The input with nothing left open: what PerformSteps and FinalizeRun read. */
export interface ResolvedInput extends CheckedInput {
  readonly workflowDefinitionName: string;
  readonly modelId: string;
  readonly replayable: boolean;
}

export interface CreateRunPorts {
  readonly store: JournalStore;
  readonly artifacts: Artifacts;
  readonly service: RunService;
  readonly clock: Clock;
  readonly tell: (event: LogEvent) => void;
}

const INPUT = 'input.json';

/**
 * Checks the input and creates the run and its session on the service. Called again for the same execution, it gives
 * the same run.
 *
 * @throws InvalidInput before anything is created
 * @throws DuplicateRequest when another execution has the input's `requestId`
 */
export async function createRun(
  request: { execution: Execution; input: unknown },
  defaults: RunDefaults,
  ports: CreateRunPorts,
): Promise<{ run: Run; position: Position }> {
  const { execution } = request;
  const input = resolved(checkInput(request.input, execution), defaults);
  const { store, artifacts, service, clock } = ports;

  if (input.requestId !== undefined) {
    const owner = await store.claimRequest(input.requestId, execution.name);
    if (owner !== execution.name)
      throw new DuplicateRequest(`requestId '${input.requestId}' was already used by execution ${owner}`);
  }

  const position = { act: 0, step: 0 };
  await artifacts.put(INPUT, JSON.stringify(input), 'application/json');
  // False when an earlier attempt got this far: its head is as good.
  await store.createHead({
    formatVersion: 1,
    execution: execution.name,
    fence: 0,
    version: 0,
    writeId: randomUUID(),
    leaseUntil: 0,
    startedAt: clock.now(),
    position,
    act: NOT_STARTED,
    handBacks: 0,
    slicesHere: 0,
  });
  await using lease = await Lease.take(store, clock, execution.name);
  if (lease.head.run !== undefined) return { run: lease.head.run, position };

  const { workflowDefinitionName, modelId, logGroupName } = input;
  const workflowRunId = await service.createWorkflowRun({
    workflowDefinitionName,
    modelId,
    ...(logGroupName !== undefined && { logGroupName }),
    clientToken: clientToken(execution, 'run'),
  });
  const sessionId = await service.createSession({
    workflowDefinitionName,
    workflowRunId,
    clientToken: clientToken(execution, 'session'),
  });
  const run = { workflowDefinitionName, workflowRunId, sessionId };
  await lease.change({ run });

  const recorder = new RunRecorder({ ...ports, execution: execution.name, fence: lease.head.fence });
  recorder.record({ type: 'RunCreated', ...run, modelId, startingPage: input.startingPage });
  await recorder.flush();
  return { run, position };
}

/** The input as CreateRun kept it; undefined when it never got that far. */
export async function readInput(artifacts: Artifacts): Promise<ResolvedInput | undefined> {
  const kept = await artifacts.get(INPUT);
  if (kept === undefined) return undefined;
  const input: ResolvedInput = JSON.parse(new TextDecoder().decode(kept));
  return input;
}

/** The same for each attempt at the same thing, so that the service creates it once. */
export function clientToken(execution: Execution, what: string): string {
  return createHash('sha256').update(`${execution.arn}/${what}`).digest('hex');
}

function resolved(input: CheckedInput, defaults: RunDefaults): ResolvedInput {
  const workflowDefinitionName = input.workflowDefinitionName ?? defaults.workflowDefinitionName;
  if (workflowDefinitionName === undefined)
    throw new InvalidInput(['workflowDefinitionName: is missing, allowed: a name; there is no default here']);
  const logGroupName = input.logGroupName ?? defaults.logGroupName;
  const names = ['workflowDefinitionName', 'logGroupName'] as const;
  const others = names.filter((name) => defaults.fixed && input[name] !== undefined && input[name] !== defaults[name]);
  if (others.length > 0)
    throw new InvalidInput(
      others.map((name) => `${name}: got "${input[name]}", allowed: this stack's "${defaults[name]}"`),
    );
  return {
    ...input,
    workflowDefinitionName,
    modelId: input.modelId ?? defaults.modelId,
    replayable: input.replayable ?? defaults.replayable,
    ...(logGroupName !== undefined && { logGroupName }),
  };
}
