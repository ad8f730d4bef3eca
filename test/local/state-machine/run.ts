import type { JsonValue } from '../../../lib/act/json.ts';
import {
  type FunctionAnswer,
  type RunStateMachineOptions,
  type Transition,
  runStateMachine,
} from '../../../lib/local/state-machine/run-state-machine.ts';
import { VirtualClock } from './virtual-clock.ts';

type Fake = (payload: JsonValue, attempt: number) => FunctionAnswer | Promise<FunctionAnswer>;

export const answers = (payload: JsonValue): FunctionAnswer => ({ ok: true, payload });

export const throws = (errorType: string, errorMessage = 'it broke'): FunctionAnswer => ({
  ok: false,
  errorType,
  errorMessage,
});

/** What a function error looks like in `$states.errorOutput.Cause`. */
export const causeOf = (errorType: string, errorMessage = 'it broke'): string =>
  JSON.stringify({ errorType, errorMessage, trace: [] });

export const execution = {
  arn: 'arn:aws:states:us-east-1:123456789012:execution:runs:one',
  name: 'one',
  startTime: '2026-01-02T03:04:05.000Z',
};

/** Runs a definition against fake functions, named by the last part of their ARN, in virtual time. */
export async function run(
  definition: unknown,
  functions: Record<string, Fake> = {},
  { chances = [], ...options }: Partial<RunStateMachineOptions> & { chances?: number[] } = {},
) {
  const clock = new VirtualClock(chances);
  const calls: { name: string; payload: JsonValue; at: number }[] = [];
  const transitions: Transition[] = [];
  const startedAt = clock.now();
  const result = await runStateMachine({
    definition,
    input: {},
    execution,
    stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:runs',
    clock,
    onTransition: (transition) => transitions.push(transition),
    invokeFunction: async (functionArn, payload) => {
      const name = functionArn.split(':').at(-1) ?? '';
      calls.push({ name, payload, at: clock.now() - startedAt });
      const fake = functions[name];
      if (fake === undefined) throw new Error(`The test has no function ${name}.`);
      return await fake(payload, calls.filter((call) => call.name === name).length);
    },
    ...options,
  });
  return { result, calls, transitions, clock };
}

/** A machine of the given states; the first is where it starts. */
export const machine = (States: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(States)[0],
  States,
  ...more,
});

/** A Task that calls the function `work` with the state's input, and is the last state. */
export const task = (more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: {
    FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:work',
    Payload: '{% $states.input %}',
  },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});
