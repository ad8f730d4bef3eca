import type { Action } from './action.ts';
import { decodeCall, isEffect } from './decode-call.ts';
import { DispatchLeave } from './dispatch-leave.ts';
import { NovaActError, ActInvalidModelGenerationError, ActStateGuardrailError, AgentRedirectError } from './errors.ts';
import { guardrailRefusal, type Guardrails } from './guardrails.ts';
import type { JsonValue } from './json.ts';
import { CHECK_LIMIT_MS, misfit } from './json-schema.ts';
import type { Observation } from './observation.ts';
import type { ActRun, Browser, Clock, Journal, Recorder, Tool } from './ports.ts';
import { begun, done, notDispatched, type ActProgress } from './progress.ts';
import { runTool } from './run-tool.ts';
import type { Call, Step } from './step.ts';

export interface CallPorts {
  readonly browser: Browser;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly journal: Journal;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly guardrails?: Guardrails | undefined;
  readonly run: ActRun;
  /** Milliseconds that a call may take now, at most. */
  readonly msForACall: () => number;
}

/** The longest a call takes that is none of a tool: a navigation may take a minute, and then the page settles. */
export const SLOWEST_ACTION_MS = 65_000;

/** The longest a `wait` may take: a slice must stay able to end in time. */
const LONGEST_WAIT_SECONDS = 60;

/** A call and what it asks for. */
export interface DecodedCall {
  readonly call: Call;
  readonly action: Action;
}

export interface PerformedCalls {
  /** The newest observation that a call took. */
  readonly observation?: Observation;
  /** The calls that are left had no room in the slice. */
  readonly outOfTime?: boolean;
  /** Present when the agent ended the act. */
  readonly ending?: Extract<Action, { kind: 'return' | 'throw' }>;
}

/**
 * Decodes the whole step before any of it is performed, so that nothing runs of a step that cannot be understood.
 */
export function decodeStep(step: Step, tools: ReadonlyMap<string, Tool>): DecodedCall[] {
  const toolNames = new Set(tools.keys());
  const ids = new Set(step.calls.map(({ callId }) => callId));
  if (ids.size !== step.calls.length)
    throw new ActInvalidModelGenerationError(`step ${step.stepId} has two calls with one callId`);
  const checkedBy = performance.now() + CHECK_LIMIT_MS;
  return step.calls.map((call) => {
    const action = checked.get(call) ?? checkedInput(decodeCall(call, toolNames), tools, checkedBy);
    checked.set(call, action);
    return { call, action };
  });
}

/** A step is decoded when it is kept and when it is performed, and checking its arguments may take long. */
const checked = new WeakMap<Call, Action>();

/** A tool is not even begun with arguments that it did not ask for. */
function checkedInput(action: Action, tools: ReadonlyMap<string, Tool>, checkedBy: number): Action {
  const tool = action.kind === 'tool' ? tools.get(action.name) : undefined;
  if (action.kind !== 'tool' || tool === undefined) return action;
  const why = misfit(action.input, tool.spec.inputSchema.json, 'arguments', checkedBy - performance.now());
  if (why === undefined) return action;
  return { kind: 'refused', why: `${action.name} was not called, its arguments do not fit its schema: ${why}` };
}

/**
 * The first effect of a step, whose beginning is journalled with the step itself; undefined when there is none or the
 * step cannot be understood.
 */
export function firstEffect(step: Step, tools: ReadonlyMap<string, Tool>): string | undefined {
  try {
    return decodeStep(step, tools).find(({ action }) => isEffect(action))?.call.callId;
  } catch (error) {
    if (error instanceof NovaActError) return undefined;
    throw error;
  }
}

/**
 * Performs the calls of the step answered last, in order, leaving out those already done. Stops after `return` or
 * `throw`. A redirect is a result like any other; every other error is thrown.
 */
export async function performCalls(calls: readonly DecodedCall[], ports: CallPorts): Promise<PerformedCalls> {
  let observation: Observation | undefined;
  for (const { call, action } of calls) {
    if (action.kind === 'return' || action.kind === 'throw')
      return { ending: action, ...(observation && { observation }) };
    const state = stateOf(ports.journal.progress, call);
    if (state === 'done') continue;
    if (ports.msForACall() < longestMs(action, ports.tools)) {
      ports.journal.note(notReached(ports.journal.progress));
      return { outOfTime: true };
    }
    const effect = isEffect(action);
    if (effect && state === 'waiting') await ports.journal.save(begun(ports.journal.progress, call.callId));

    const startedAt = ports.clock.now();
    const leave = new DispatchLeave(ports.journal);
    const told = await tell(call, () => perform(action, call, leave, ports), ports, startedAt).catch(
      async (error: unknown) => {
        if (effect && leave.revoke() && !(error instanceof NovaActError))
          await ports.journal.lastWord(notDispatched(ports.journal.progress, call.callId));
        throw error;
      },
    );
    observation = told.observation ?? observation;

    const progress = done(ports.journal.progress, call.callId, told.text);
    if (effect) await keepDone(progress, ports.journal);
    else ports.journal.note(progress);
  }
  return { ...(observation && { observation }) };
}

async function keepDone(progress: ActProgress, journal: Journal): Promise<void> {
  try {
    await journal.save(progress);
  } catch (error) {
    await journal.lastWord(progress);
    throw error;
  }
}

function longestMs(action: Action, tools: ReadonlyMap<string, Tool>): number {
  const tool = action.kind === 'tool' ? tools.get(action.name) : undefined;
  return tool === undefined ? SLOWEST_ACTION_MS : tool.timeoutSeconds * 1000;
}

/** The step's first effect was begun together with it, and its turn has not come. */
function notReached(progress: ActProgress): ActProgress {
  const begunCall = progress.step?.calls.find(({ state }) => state === 'begun');
  return begunCall ? notDispatched(progress, begunCall.call.callId) : progress;
}

interface Told {
  readonly text: string;
  readonly observation?: Observation;
}

async function perform(
  action: Action,
  call: Call,
  leave: DispatchLeave,
  ports: CallPorts,
): Promise<{ value: unknown; observation?: Observation }> {
  switch (action.kind) {
    case 'browser':
      if (action.action.kind === 'goToUrl') checkGuardrails(action.action.url, ports.guardrails);
      if (action.action.kind === 'wait' && action.action.seconds > LONGEST_WAIT_SECONDS)
        throw new AgentRedirectError(`wait at most ${LONGEST_WAIT_SECONDS} seconds at a time`);
      await ports.browser.perform(action.action, leave.take);
      return { value: null };
    case 'observe':
      return { value: null, observation: await ports.browser.observe() };
    case 'tool':
      return { value: await performTool(action, call, leave, ports) };
    case 'refused':
      throw new AgentRedirectError(action.why);
    case 'think':
    case 'return':
    case 'throw':
      return { value: null };
  }
}

/** The call's result as text, with the event that tells of it. */
async function tell(
  call: Call,
  run: () => Promise<{ value: unknown; observation?: Observation }>,
  ports: CallPorts,
  startedAt: number,
): Promise<Told> {
  const event = {
    type: 'CallEnded',
    step: ports.journal.progress.stepsTaken,
    callId: call.callId,
    name: call.name,
  } as const;
  const ended = (outcome: { result: JsonValue; error?: { name: string; message: string } }) =>
    ports.recorder.record({ ...event, ...outcome, durationMs: ports.clock.now() - startedAt });
  try {
    const { value, observation } = await run();
    const text = JSON.stringify(value ?? null) ?? 'null';
    const result: JsonValue = JSON.parse(text);
    ended({ result });
    return { text, ...(observation && { observation }) };
  } catch (error) {
    if (error instanceof Error) ended({ result: null, error: { name: error.name, message: error.message } });
    if (error instanceof AgentRedirectError) return { text: `${error.name}: ${error.message}` };
    throw error;
  }
}

function checkGuardrails(url: string, guardrails: Guardrails | undefined): void {
  const refusal = guardrailRefusal(url, guardrails);
  if (refusal !== undefined) throw new ActStateGuardrailError(refusal);
}

async function performTool(
  { name, input }: Extract<Action, { kind: 'tool' }>,
  { callId }: Call,
  leave: DispatchLeave,
  ports: CallPorts,
): Promise<JsonValue> {
  const tool = ports.tools.get(name);
  const { actId, step } = ports.journal.progress;
  if (tool === undefined || actId === undefined || step === undefined)
    throw new Error(`call ${callId} of tool '${name}' is not of this act`);
  const run = { ...ports.run, actId, stepId: step.stepId, callId };
  const idempotencyKey = [run.workflowRunId, actId, step.stepId, callId].join('/');
  return runTool(tool, input, { idempotencyKey, run }, { leave, clock: ports.clock });
}

function stateOf(progress: ActProgress, call: Call): 'waiting' | 'begun' | 'done' {
  const entry = progress.step?.calls.find((other) => other.call.callId === call.callId);
  if (entry === undefined) throw new Error(`call ${call.callId} is not of the step answered last`);
  return entry.state;
}
