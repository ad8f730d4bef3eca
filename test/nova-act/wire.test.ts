import { describe, expect, it, vi } from 'vitest';
import { GetWorkflowRunCommand, ListWorkflowRunsCommand } from '../../lib/nova-act/client/index.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import manifest from '../../package.json' with { type: 'json' };
import { ClosingClient } from './closing-client.ts';
import { emulatedService, startResults, token } from './emulated-service.ts';

describe('what goes over the wire', () => {
  it('is a signed InvokeActStep with its slash at the end, and only the members that are set', async () => {
    await using emulated = await emulatedService();
    const { emulator, session, acts } = emulated;
    const actId = await acts.createAct({ task: 'Finde das Café', toolSpecs: [], clientToken: token() });

    await acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });

    const { workflowRunId, sessionId } = session;
    expect(emulator.requests.at(-1)).toMatchObject({
      method: 'PUT',
      url: `/workflow-definitions/price-check/workflow-runs/${workflowRunId}/sessions/${sessionId}/acts/${actId}/invoke-step/`,
      headers: {
        host: new URL(emulator.url).host,
        'content-type': 'application/json',
        'content-length': expect.stringMatching(/^\d+$/),
        'user-agent': expect.stringContaining(`nova-act-serverless/${manifest.version}`),
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/nova-act\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
        ),
      },
    });
    expect(emulator.requests.at(-1)?.body).toEqual({
      callResults: startResults.map(({ callId, text }) => ({ callId, content: [{ text }] })),
    });
  });

  it('names the client in CreateWorkflowRun and leaves out what is not given', async () => {
    await using emulated = await emulatedService();

    expect(emulated.emulator.requests[0]).toMatchObject({
      method: 'PUT',
      url: '/workflow-definitions/price-check/workflow-runs',
    });
    expect(emulated.emulator.requests[0]?.body).toEqual({
      modelId: 'nova-act-latest',
      clientInfo: { compatibilityVersion: 1, sdkVersion: `nova-act-serverless/${manifest.version}` },
      clientToken: expect.stringMatching(/^test-token-/),
    });
  });

  it('sends GET without a body and reads times', async () => {
    await using emulated = await emulatedService();
    const { workflowDefinitionName, workflowRunId } = emulated.session;
    using client = new ClosingClient({ endpoint: `${emulated.emulator.url}/` });

    const run = await client.send(new GetWorkflowRunCommand({ workflowDefinitionName, workflowRunId }));

    expect(run).toMatchObject({ workflowRunId, status: 'RUNNING', modelId: 'nova-act-latest' });
    expect(run.startedAt).toEqual(emulated.emulator.runs[0]?.startedAt);
    expect(emulated.emulator.requests.at(-1)?.headers['content-length']).toBeUndefined();
  });

  it('lists with the page in the query and the order in the body', async () => {
    await using emulated = await emulatedService();
    const { emulator, service, session } = emulated;
    const { workflowDefinitionName } = session;
    await service.createWorkflowRun({ workflowDefinitionName, modelId: 'm', clientToken: token() });
    using client = new ClosingClient({ endpoint: emulator.url });
    const list = (nextToken?: string) =>
      client.send(
        new ListWorkflowRunsCommand({ workflowDefinitionName, maxResults: 1, nextToken, sortOrder: 'Ascending' }),
      );

    const first = await list();
    const second = await list(first.nextToken);

    const [one, two] = emulator.requests.slice(-2);
    const path = '/workflow-definitions/price-check/workflow-runs?maxResults=1';
    expect(one).toMatchObject({ method: 'POST', url: path });
    expect(two).toMatchObject({ method: 'POST', url: `${path}&nextToken=${first.nextToken}` });
    expect([one?.body, two?.body]).toEqual([{ sortOrder: 'Ascending' }, { sortOrder: 'Ascending' }]);
    expect(two?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
    const { workflowRunId, startedAt } = emulator.runs[0] ?? {};
    expect(first.workflowRunSummaries).toMatchObject([{ workflowRunId, startedAt, status: 'RUNNING' }]);
    expect(second.workflowRunSummaries).toMatchObject([{ workflowRunId: emulator.runs[1]?.workflowRunId }]);
    expect(second.nextToken).toBeUndefined();
  });

  it('is a list without page or order where none is given', async () => {
    await using emulated = await emulatedService();
    using client = new ClosingClient({ endpoint: emulated.emulator.url });

    await client.send(new ListWorkflowRunsCommand({ workflowDefinitionName: 'price-check' }));

    const request = emulated.emulator.requests.at(-1);
    expect(request?.url).toBe('/workflow-definitions/price-check/workflow-runs');
    expect(request?.body).toEqual({});
  });

  it('signs with the credentials of the environment, and on loopback with dummy ones where there are none', async () => {
    await using emulated = await emulatedService();
    const { emulator } = emulated;
    const signedBy = async () => {
      using service = new NovaActService({ endpoint: emulator.url });
      await service.createWorkflowRun({ workflowDefinitionName: 'n', modelId: 'm', clientToken: token() });
      return /Credential=([^/]+)/.exec(emulator.requests.at(-1)?.headers.authorization ?? '')?.[1];
    };
    for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) vi.stubEnv(name, undefined);
    vi.stubEnv('HOME', '/nonexistent');
    const without = await signedBy();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDOFENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const withKeys = await signedBy();
    vi.unstubAllEnvs();

    expect([without, withKeys]).toEqual(['local', 'AKIDOFENV']);
  });
});
