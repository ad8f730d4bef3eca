import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { handler as createRun } from '../../lambdas/create-run.ts';
import { portOf } from '../support/port-of.ts';
import { context, executionArn, startDeployment } from './deployed-functions.ts';

const KEY = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';

/** Secrets Manager with this one secret, over HTTP. */
async function startSecretsManager() {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      asked.push(body);
      response.end(JSON.stringify({ Name: 'nova/key', SecretString: KEY }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

vi.spyOn(console, 'log').mockImplementation(() => {});

let deployment: Awaited<ReturnType<typeof startDeployment>>;
let secretsManager: Awaited<ReturnType<typeof startSecretsManager>>;
beforeAll(async () => {
  [deployment, secretsManager] = await Promise.all([startDeployment(), startSecretsManager()]);
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', secretsManager.url);
  vi.stubEnv('API_KEY_SECRET', 'nova/key');
  vi.stubEnv('WORKFLOW_DEFINITION_NAME', 'default');
});
afterAll(async () => {
  await Promise.all([deployment[Symbol.asyncDispose](), secretsManager[Symbol.asyncDispose]()]);
});

it('a function with the name of a secret signs in with the API key in it, which it reads once', async () => {
  const input = { startingPage: 'https://shop.example.com', acts: [{ id: 'go', prompt: 'Go' }] };
  for (const name of ['one', 'two']) {
    const execution = { arn: executionArn(name), name, startTime: '2026-01-01T00:00:00Z' };
    const { run } = await createRun({ execution, input }, context);
    expect(run.workflowDefinitionName).toBe('default');
  }
  expect(deployment.emulator.runs).toMatchObject([{ status: 'RUNNING' }, { status: 'RUNNING' }]);
  const signedBy = deployment.emulator.requests.map(({ headers }) => headers['x-api-key']);
  expect(signedBy).toEqual([KEY, KEY, KEY, KEY]);
  expect(secretsManager.asked).toEqual([{ SecretId: 'nova/key' }]);
});
