import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { environmentTools } from '../../lambdas/runtime/environment-tools.ts';
import { packTools } from '../../lib/deploy/tools.ts';
import { startLambdaFunctions } from '../support/lambda-functions.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const run = {
  workflowDefinitionName: 'd',
  workflowRunId: 'r',
  sessionId: 's',
  actId: 'a',
  stepId: 'st',
  callId: 'c',
};

afterEach(() => vi.unstubAllEnvs());

describe("the tools of a function's environment", () => {
  it('are the Lambda functions of the file that the stack has packed, and are loaded once', async () => {
    using directory = temporaryDirectory();
    await using functions = await startLambdaFunctions((_, response) => response.end('{"order":4711}'));
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', functions.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:order';
    const declared = { name: 'order', description: 'Orders', inputSchema: { type: 'object' }, functionArn };
    const { functionArn: _, ...stock } = { ...declared, name: 'stock' };
    const { files } = packTools([{ ...declared, timeoutSeconds: 300 }]);
    const [packed]: unknown[] = JSON.parse(files['tools.json'] ?? '');
    const toolsFile = join(directory.path, 'tools.json');
    // Of the second one, made with the stack, the deployment tells the ARN beside the file.
    writeFileSync(toolsFile, JSON.stringify([packed, stock]));
    const toolFunctions = { stock: `${functionArn}-stock` };
    const sources = { toolsFile, toolsModule: undefined, toolFunctions };

    const tools = await environmentTools(sources);
    expect([...tools.keys()]).toEqual(['order', 'stock']);
    const order = tools.get('order');
    expect(order).toMatchObject({
      spec: { name: 'order', description: 'Orders', inputSchema: { json: { type: 'object' } } },
      timeoutSeconds: 300,
    });
    const invocation = { idempotencyKey: 'r/a/st/c', run, signal: new AbortController().signal };
    expect(await order?.run({ item: 'kettle' }, invocation)).toEqual({ order: 4711 });
    await tools.get('stock')?.run({}, invocation);
    expect(functions.invocations).toMatchObject([
      { functionName: functionArn, payload: { input: { item: 'kettle' } } },
      { functionName: toolFunctions.stock },
    ]);

    expect(await environmentTools(sources)).toBe(tools);
  });

  it('of a module tell in the log of this machine where they have failed, and are no others by it', async () => {
    vi.resetModules();
    const { environmentTools: loadedAnew } = await import('../../lambdas/runtime/environment-tools.ts');
    using logged = vi.spyOn(console, 'error').mockReturnValue();
    const toolsModule = join(import.meta.dirname, 'functions/failing-tools.ts');

    const tools = await loadedAnew({ toolsFile: undefined, toolsModule });
    const invocation = { idempotencyKey: 'k', run, signal: new AbortController().signal };
    await expect(tools.get('fail')?.run({}, invocation)).rejects.toThrow('no such table');
    await expect(tools.get('redirect')?.run({}, invocation)).rejects.toThrow('another one, please');
    expect(await tools.get('work')?.run({}, invocation)).toBe('done');

    expect(logged.mock.calls).toEqual([["tool 'fail' threw", expect.any(Error)]]);
    expect(inspect(logged.mock.calls[0]?.[1])).toMatch(/no such table\n +at .+failing-tools\.ts:\d+/);
  });
});
