import { randomUUID } from 'node:crypto';
import type { Observation } from '../../act/observation.ts';
import type { CallResult, Step } from '../../act/step.ts';
import { limits } from '../../nova-act/constraints.ts';
import type { Request } from '../../nova-act/constraints.ts';
import { observationText } from './observation-text.ts';
import type { PlannedCall, Planner, PlanRequest } from './planner.ts';
import type { ActRecord } from './records.ts';
import type { RepeatedStep } from './repeated-step.ts';
import { conflict, invalidFields, ServiceFault } from './service-fault.ts';
import { checkRunning } from './state-rules.ts';

const START_CALLS = ['initiateAct', 'takeObservation'];

/** What a step is answered by. */
interface Answering {
  readonly planner: Planner;
  readonly repeatedStep: RepeatedStep;
}

type Steps = ActRecord['steps'];

/** Answers one InvokeActStep: checks that it is the act's next one, takes its results in, and asks the planner. */
export async function invokeActStep(
  act: ActRecord,
  input: Request<'InvokeActStep'>,
  { planner, repeatedStep }: Answering,
): Promise<Step> {
  if (act.isPlanning) throw conflict('Another step of this act is being planned', 'Act', act.actId);
  const lost = repeatedStep === 'refuse' ? undefined : stepAskedAgain(act.steps, input);
  // The step asked for again is left out of sight, and stays until another one has taken its place.
  const steps = lost === undefined ? act.steps : act.steps.slice(0, -1);
  const results = receivedResults(steps, input);
  if (lost !== undefined && repeatedStep === 'same') return lost;
  const observation = lastObservation(steps, results) ?? act.observation;
  if (observation === undefined) {
    throw invalidFields([{ name: 'callResults', message: 'must have the result of takeObservation' }]);
  }
  const last = steps.at(-1);
  const answered = last === undefined ? [] : [...steps.slice(0, -1), { ...last, results }];
  const { task, toolSpecs } = act;
  act.isPlanning = true;
  const planned = await plan(planner, { task, toolSpecs, steps: answered, observation }).finally(() => {
    act.isPlanning = false;
  });
  // Whoever asked may have given up and ended it meanwhile.
  checkRunning(act);
  const calls = planned.map(({ name, input: given }) => ({ callId: randomUUID(), name, input: given }));
  if (last === undefined) act.startResults = results;
  else last.results = results;
  act.observation = observation;
  const step = { stepId: randomUUID(), calls };
  act.steps.splice(steps.length, 1, { ...step, results: [] });
  return step;
}

async function plan(planner: Planner, request: PlanRequest): Promise<readonly PlannedCall[]> {
  try {
    return await planner.nextCalls(request);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ServiceFault('InternalServerException', why, { reason: 'InvalidModelGeneration' });
  }
}

/** The act's last step, when the request follows the one before it, as only one can whose answer never arrived. */
function stepAskedAgain(steps: Steps, { previousStepId }: Request<'InvokeActStep'>): Step | undefined {
  const last = steps.at(-1);
  if (last === undefined || steps.at(-2)?.stepId !== previousStepId) return undefined;
  return { stepId: last.stepId, calls: last.calls };
}

/** @throws ServiceFault when the request is not what has to follow these steps. */
function receivedResults(steps: Steps, input: Request<'InvokeActStep'>): readonly CallResult[] {
  const last = steps.at(-1);
  const expected = last?.calls.map(({ callId }) => callId) ?? START_CALLS;
  const results = input.callResults.map(({ callId = '', content }) => ({
    callId,
    text: content.map(({ text }) => text).join(''),
  }));
  const isPrefix = results.every(({ callId }, index) => callId === expected[index]);
  const isWhole = results.length === expected.length;
  const problems = [
    {
      name: 'previousStepId',
      message: `must be ${last?.stepId ?? 'absent in the first step of an act'}`,
      isMet: input.previousStepId === last?.stepId,
    },
    {
      name: 'previousStepId',
      message: `must not follow step ${limits.stepsPerAct}, the last one an act may have`,
      isMet: steps.length < limits.stepsPerAct,
    },
    {
      name: 'callResults',
      message: `must answer the calls ${expected.join(', ')} in this order, up to one that failed`,
      isMet: isPrefix && (isWhole || (last !== undefined && isFailure(results.at(-1)))),
    },
  ].filter(({ isMet }) => !isMet);
  if (problems.length > 0) throw invalidFields(problems.map(({ name, message }) => ({ name, message })));
  return results;
}

function lastObservation(steps: Steps, results: readonly CallResult[]): Observation | undefined {
  const last = steps.at(-1);
  const nameOf = (callId: string) => last?.calls.find((call) => call.callId === callId)?.name ?? callId;
  const index = results.findLastIndex(
    ({ callId, text }) => /^(browser\.)?takeObservation$/.test(nameOf(callId)) && !isFailure({ callId, text }),
  );
  const result = results[index];
  if (result === undefined) return undefined;
  const parsed = observationText.safeParse(JSON.parse(result.text));
  if (parsed.success) return parsed.data;
  throw invalidFields(
    parsed.error.issues.map(({ path, message }) => ({
      name: ['callResults', index, 'content', 0, 'text', ...path].join('.'),
      message,
    })),
  );
}

/** A result is JSON text; that of a failed call is `ErrorName: message`. */
function isFailure(result: CallResult | undefined): boolean {
  try {
    JSON.parse(result?.text ?? '');
    return false;
  } catch {
    return true;
  }
}
