import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StepFunctionsExecutions } from '../../lib/executions/step-functions-executions.ts';
import { startStepFunctions, type StepFunctions } from '../support/step-functions.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
const described = { stateMachineArn, name: 'one', startDate: 1_767_225_600 };

let stepFunctions: StepFunctions;
beforeAll(async () => {
  stepFunctions = await startStepFunctions();
});
afterAll(() => stepFunctions[Symbol.asyncDispose]());

function executionsOf(sleep: (milliseconds: number) => Promise<void>) {
  return new StepFunctionsExecutions(stepFunctions.client, stateMachineArn, { sleep });
}

const never = () => Promise.reject(new Error('nothing had to be waited for'));

describe('how an execution ended', () => {
  it.each([
    ['is open while it is running', { status: 'RUNNING' }, undefined],
    ['is open while it waits to go on', { status: 'PENDING_REDRIVE' }, undefined],
    [
      'is its own error',
      { status: 'FAILED', error: 'NoProgress', cause: 'three slices' },
      { name: 'NoProgress', cause: 'three slices' },
    ],
    [
      'is said also when it failed in silence',
      { status: 'FAILED' },
      { name: 'States.TaskFailed', cause: 'the execution failed and does not say why' },
    ],
    [
      'is what the one who stopped it says',
      { status: 'ABORTED', error: 'Budget', cause: 'too dear' },
      { name: 'Budget', cause: 'too dear' },
    ],
    [
      'is that it was stopped where nobody says why',
      { status: 'ABORTED', error: '', cause: '' },
      { name: 'RunStopped', cause: 'the execution was stopped' },
    ],
    [
      'is that its time was over',
      { status: 'TIMED_OUT' },
      { name: 'States.Timeout', cause: 'the execution took longer than an execution may' },
    ],
    [
      'is that nobody closed its run, where that was left open by a success',
      { status: 'SUCCEEDED', output: '{}' },
      { name: 'RunNotClosed', cause: 'the execution succeeded, and its run was left open' },
    ],
  ])('%s', async (_, ending, expected) => {
    stepFunctions.executions.set('arn:aws:states:us-east-1:000000000000:execution:m:one', { ...described, ...ending });
    expect(await executionsOf(never).ending('one')).toEqual(expected);
  });

  it('is that nobody knows it, if that is the answer twice', async () => {
    const waits: number[] = [];
    const before = stepFunctions.asked.length;
    const ending = await executionsOf(async (milliseconds) => void waits.push(milliseconds)).ending('forgotten');
    expect(ending).toEqual({
      name: 'ExecutionDoesNotExist',
      cause: 'Step Functions does not know the execution, or no longer',
    });
    expect(waits).toEqual([5_000]);
    expect(stepFunctions.asked.slice(before)).toEqual(
      Array(2).fill('arn:aws:states:us-east-1:000000000000:execution:m:forgotten'),
    );
  });

  it('is open where it had only just begun, and was not known at first', async () => {
    const arn = 'arn:aws:states:us-east-1:000000000000:execution:m:new';
    const executions = executionsOf(async () => {
      stepFunctions.executions.set(arn, { ...described, status: 'RUNNING' });
    });
    expect(await executions.ending('new')).toBeUndefined();
  });

  it('is not guessed where Step Functions does not say it', async () => {
    const denied = { __type: 'com.amazon.coral.service#AccessDeniedException', message: 'no' };
    stepFunctions.executions.set('arn:aws:states:us-east-1:000000000000:execution:m:denied', denied);
    await expect(executionsOf(never).ending('denied')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
