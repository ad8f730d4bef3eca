import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { checkInput } from '../../lib/run/check-input.ts';
import { startStepFunctions, type StepFunctions } from '../support/step-functions.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:prices';
const arnOf = (name: string) => `arn:aws:states:us-east-1:123456789012:execution:prices:${name}`;

let stepFunctions: StepFunctions;
let start: (order: { orderId: string; item: string }) => Promise<void>;
beforeAll(async () => {
  stepFunctions = await startStepFunctions([stateMachineArn]);
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_SFN: stepFunctions.url,
    STATE_MACHINE_ARN: stateMachineArn,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  // Its client finds the environment when the module is loaded.
  start = (await import('../../examples/triggers/start-prices.ts')).handler;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stepFunctions[Symbol.asyncDispose]();
});

describe('the function of the examples that starts a workflow', () => {
  it('starts an execution that is named after the order, with an input that is right', async () => {
    await start({ orderId: 'order-1', item: 'kettle' });
    const { input } = z.object({ input: z.string() }).parse(stepFunctions.executions.get(arnOf('order-1')));
    expect(checkInput(JSON.parse(input), { name: 'order-1', startTime: '2026-01-01T00:00:00.000Z' })).toMatchObject({
      requestId: 'order-1',
      parameters: { item: 'kettle' },
    });
  });

  it('starts no second one for the same order, whether the first is under way or has ended', async () => {
    await start({ orderId: 'order-2', item: 'kettle' });
    await start({ orderId: 'order-2', item: 'kettle' });
    stepFunctions.executions.set(arnOf('order-2'), {
      ...stepFunctions.executions.get(arnOf('order-2')),
      status: 'SUCCEEDED',
    });
    await start({ orderId: 'order-2', item: 'kettle' });
    expect([...stepFunctions.executions.keys()].filter((arn) => arn === arnOf('order-2'))).toHaveLength(1);
    expect(stepFunctions.executions.get(arnOf('order-2'))).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('fails where nothing was started, so that its caller may call again', async () => {
    stepFunctions.instead.set('StartExecution', { __type: 'StateMachineDeleting', message: 'going' });
    await expect(start({ orderId: 'order-3', item: 'kettle' })).rejects.toMatchObject({ name: 'StateMachineDeleting' });
    stepFunctions.instead.clear();
  });
});
