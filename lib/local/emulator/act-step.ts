import { randomUUID } from 'node:crypto';
import type { Observation } from '../../act/observation.ts';
import type { CallResult, Step } from '../../act/step.ts';
import { limits, observationText } from './constraints.ts';
import type { Input } from './constraints.ts';
import type { Planner } from './planner.ts';
import type { ActRecord } from './records.ts';
import { conflict, invalidFields, ServiceFault } from './service-fault.ts';

const START_CALLS = ['initiateAct', 'takeObservation'];

/** Answers one InvokeActStep: checks that it is the act's next one, takes its results in, and asks the planner. */
export async function invokeActStep(act: ActRecord, input: Input<'InvokeActStep'>, planner: Planner): Promise<Step> {
  if (act.isPlanning) throw conflict('Another step of this act is being planned', 'Act', act.actId);
  const results = receivedResults(act, input);
  const observation = lastObservation(act, results) ?? act.observation;
  if (observation === undefined) {
    throw invalidFields([{ name: 'callResults', message: 'must have the result of takeObservation' }]);
  }
  const last = act.steps.at(-1);
  const answered = last === undefined ? [] : [...act.steps.slice(0, -1), { ...last, results }];
  act.isPlanning = true;
  try {
    const { task, toolSpecs } = act;
    const planned = await planner.nextCalls({ task, toolSpecs, steps: answered, observation });
    const calls = planned.map(({ name, input: given }) => ({ callId: randomUUID(), name, input: given }));
    if (last === undefined) act.startResults = results;
    else last.results = results;
    act.observation = observation;
    const step = { stepId: randomUUID(), calls };
    act.steps.push({ ...step, results: [] });
    return step;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ServiceFault('InternalServerException', why, { reason: 'InvalidModelGeneration' });
  } finally {
    act.isPlanning = false;
  }
}

/** @throws ServiceFault when the request is not what has to follow the act's last step. */
function receivedResults(act: ActRecord, input: Input<'InvokeActStep'>): readonly CallResult[] {
  const last = act.steps.at(-1);
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
      isMet: act.steps.length < limits.stepsPerAct,
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

function lastObservation(act: ActRecord, results: readonly CallResult[]): Observation | undefined {
  const last = act.steps.at(-1);
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
