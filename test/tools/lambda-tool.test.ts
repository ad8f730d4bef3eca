import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DispatchLeave } from '../../lib/act/dispatch-leave.ts';
import type { Tool } from '../../lib/act/ports.ts';
import { runTool } from '../../lib/act/run-tool.ts';
import { lambdaTools } from '../../lib/tools/lambda-tool.ts';
import { startLambdaFunctions } from '../support/lambda-functions.ts';

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:order-kettle:live';
const call = {
  idempotencyKey: 'run/act/step/call',
  run: { workflowDefinitionName: 'd', workflowRunId: 'run', sessionId: 's', actId: 'act', stepId: 'step', callId: 'c' },
};

function toolOf(url: string): Tool {
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', url);
  const declared = { name: 'order', description: 'Orders', inputSchema: { type: 'object' }, timeoutSeconds: 60 };
  const tool = lambdaTools([{ ...declared, functionArn }]).get('order');
  if (tool === undefined) throw new Error('there is no such tool');
  return tool;
}

/** Lambda with one function that answers so, and the function invoked as a tool, as an act would. */
async function invoked(answer: (response: ServerResponse) => void) {
  await using functions = await startLambdaFunctions((_, response) => answer(response));
  const tool = toolOf(functions.url);
  let slept = 0;
  const clock = {
    now: () => slept,
    elapsed: () => slept,
    sleep: async (milliseconds: number) => {
      slept += milliseconds;
    },
  };
  const leave = new DispatchLeave({ mayDispatch: () => {} });
  const [outcome] = await Promise.allSettled([runTool(tool, { item: 'kettle' }, call, { leave, clock })]);
  return {
    tool,
    invocations: functions.invocations,
    sleptMs: slept,
    result: outcome.status === 'fulfilled' ? outcome.value : outcome.reason,
  };
}

const gives =
  (payload: string, headers: Record<string, string> = {}, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(payload);

/** An error of Lambda's own. */
const refuses = (status: number, name: string, message: string, headers: Record<string, string> = {}) =>
  gives(JSON.stringify({ message }), { 'x-amzn-errortype': name, ...headers }, status);

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(() => vi.unstubAllEnvs());

describe('a Lambda function as a tool', () => {
  it('is invoked once, with the arguments, the idempotency key and the call it runs for, and gives its result', async () => {
    const { tool, invocations, result } = await invoked(gives('{"order":4711}'));
    expect(result).toEqual({ order: 4711 });
    expect(invocations).toEqual([
      {
        functionName: functionArn,
        invocationType: 'RequestResponse',
        region: 'eu-west-1',
        payload: { ...call, tool: 'order', input: { item: 'kettle' } },
      },
    ]);
    expect(tool).toMatchObject({
      spec: { name: 'order', description: 'Orders', inputSchema: { json: { type: 'object' } } },
      timeoutSeconds: 60,
    });
  });

  it.each([
    ['nothing', '', null],
    ['null', 'null', null],
    ['a result that has more than advice', '{"tellAgent":"no","order":1}', { tellAgent: 'no', order: 1 }],
  ])('that gives %s is taken at its word', async (_, payload, expected) => {
    expect((await invoked(gives(payload))).result).toEqual(expected);
  });

  it('tells the agent what it wants it to know', async () => {
    const { result } = await invoked(gives('{"tellAgent":"There are no kettles, only pots"}'));
    expect(result).toMatchObject({ name: 'AgentRedirectError', message: 'There are no kettles, only pots' });
  });

  it.each<[string, Parameters<typeof invoked>[0], string]>([
    [
      'it throws',
      gives('{"errorType":"OutOfStock","errorMessage":"no kettles","trace":[]}', {
        'x-amz-function-error': 'Unhandled',
      }),
      `OutOfStock: no kettles (${functionArn})`,
    ],
    [
      'it dies without a word',
      gives('', { 'x-amz-function-error': 'Unhandled' }),
      `Unhandled: the function failed and did not say why (${functionArn})`,
    ],
    ['its answer is not JSON', gives('<html>'), `the answer of ${functionArn} is not JSON`],
    [
      'the role may not invoke it',
      refuses(403, 'AccessDeniedException', 'not authorized'),
      `AccessDeniedException: ${functionArn} was not invoked: PerformSteps may not invoke it: declare the tool in the stack`,
    ],
    [
      'there is no such function',
      refuses(404, 'ResourceNotFoundException', 'Function not found'),
      `ResourceNotFoundException: ${functionArn} was not invoked: there is no such function, version or alias`,
    ],
    [
      'Lambda refuses the request',
      refuses(400, 'InvalidRequestContentException', 'Could not parse'),
      `InvalidRequestContentException: ${functionArn} was not invoked: Could not parse`,
    ],
    [
      'Lambda fails',
      refuses(500, 'ServiceException', 'An error occurred'),
      `ServiceException: ${functionArn} gave no answer: An error occurred; whether it ran, and what it did, is unknown`,
    ],
    [
      'the connection is lost',
      (response: ServerResponse) => void response.destroy(),
      `${functionArn} gave no answer: socket hang up; whether it ran, and what it did, is unknown, and it is not repeated`,
    ],
  ])('ends the act when %s, and is not invoked again', async (_, answer, message) => {
    const { invocations, result } = await invoked(answer);
    expect(result).toMatchObject({ name: 'ActToolError', message: expect.stringContaining(message) });
    expect(invocations).toHaveLength(1);
  });

  it('is not waited for any more, and not invoked again, when its time is over', async () => {
    const time = new AbortController();
    await using functions = await startLambdaFunctions(() => time.abort());
    const running = toolOf(functions.url).run({ item: 'kettle' }, { ...call, signal: time.signal });
    await expect(running).rejects.toMatchObject({
      name: 'ActToolError',
      message: expect.stringContaining('whether it ran, and what it did, is unknown'),
    });
    expect(functions.invocations).toHaveLength(1);
  });

  it('is asked over a new connection each time, as one that is left may go stale while the environment is frozen', async () => {
    const sockets = new Set<unknown>();
    await using functions = await startLambdaFunctions((_, response) => {
      sockets.add(response.socket);
      response.end('1');
    });
    const tool = toolOf(functions.url);
    const invocation = { ...call, signal: new AbortController().signal };
    expect([await tool.run({}, invocation), await tool.run({}, invocation)]).toEqual([1, 1]);
    expect(sockets.size).toBe(2);
  });

  it('that is throttled, and so did not run, is asked again when Lambda says', async () => {
    const answers = [
      refuses(429, 'TooManyRequestsException', 'Rate Exceeded.', { 'retry-after': '7' }),
      refuses(429, 'TooManyRequestsException', 'Rate Exceeded.'),
      gives('"done"'),
    ];
    const { invocations, result, sleptMs } = await invoked((response) => answers.shift()?.(response));
    expect(result).toBe('done');
    expect(invocations).toHaveLength(3);
    expect(sleptMs).toBe(7_000 + 2_000);
  });

  it('that is throttled to the end of its time ends the act, which says that it never ran', async () => {
    const { result } = await invoked(refuses(429, 'TooManyRequestsException', 'Rate Exceeded.'));
    expect(result).toMatchObject({
      name: 'ActToolError',
      message: `TooManyRequestsException: ${functionArn} was not invoked: Rate Exceeded.`,
    });
  });
});
