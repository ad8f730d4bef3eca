import { describe, expect, it } from 'vitest';
import { ApiKeyService } from '../../lib/nova-act/api-key-service.ts';
import manifest from '../../package.json' with { type: 'json' };
import { anAct, apiKey, emulatedApiKeyService, startResults } from './emulated-service.ts';
import { startRecorder } from './recorder.ts';

describe('a run with an API key', () => {
  it('creates, steps and ends, and the emulator holds what was said', async () => {
    await using emulated = await emulatedApiKeyService();
    const { emulator, service, session, acts } = emulated;

    const actId = await acts.createAct(anAct());
    const first = await acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });
    const results = first.calls.map(({ callId }) => ({ callId, text: startResults[1]?.text ?? '' }));
    await acts.invokeActStep({ actId, previousStepId: first.stepId, callResults: results });
    await acts.updateAct(actId, { status: 'FAILED', error: { message: '', type: 'ActAgentFailed' } });
    await service.updateWorkflowRun({ ...session, status: 'SUCCEEDED' });

    expect(emulator.runs).toMatchObject([{ status: 'SUCCEEDED', modelId: 'nova-act-latest' }]);
    expect(emulator.acts).toMatchObject([
      { task: 'Find the kettle', status: 'FAILED', error: { message: 'ActAgentFailed', type: 'ActAgentFailed' } },
    ]);
    expect(emulator.acts[0]?.steps).toHaveLength(2);
  });

  it('says what the backend takes, and nothing of AWS', async () => {
    await using emulated = await emulatedApiKeyService();
    const { emulator, service, session, acts } = emulated;
    const { workflowRunId, sessionId } = session;
    const actId = await acts.createAct(anAct());
    await acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });
    await acts.updateAct(actId, { status: 'SUCCEEDED' });
    await service.updateWorkflowRun({ ...session, status: 'FAILED' });

    const runs = '/agent/workflow-definitions/default/workflow-runs';
    const inSession = `${runs}/${workflowRunId}/sessions/${sessionId}`;
    const clientInfo = { compatibilityVersion: 1, sdkVersion: `nova-act-serverless/${manifest.version}` };
    const callResults = startResults.map(({ callId, text }) => ({ callId, content: [{ text }] }));
    expect(emulator.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PUT', runs, { modelId: 'nova-act-latest', clientInfo }],
      ['PUT', `${runs}/${workflowRunId}/sessions`, {}],
      ['PUT', `${inSession}/acts`, { task: 'Find the kettle' }],
      ['PUT', `${inSession}/acts/${actId}/invoke-step`, { callResults }],
      ['PUT', `${inSession}/acts/${actId}`, { status: 'SUCCEEDED' }],
      ['PUT', `${runs}/${workflowRunId}`, { status: 'FAILED' }],
    ]);
    expect(emulator.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'x-api-key': apiKey,
      'x-client-source': 'sdk',
      'content-type': 'application/json',
      'user-agent': `nova-act-serverless/${manifest.version}`,
    });
  });

  it('takes ids of whatever form, encoded', async () => {
    await using recorder = await startRecorder({ body: '{"actId": "a"}' });
    using service = new ApiKeyService({ apiKey, endpoint: `${recorder.url}/` });

    await service.actService({ workflowDefinitionName: 'n', workflowRunId: 'r/1', sessionId: 'ü' }).createAct(anAct());

    expect(recorder.requests[0]?.url).toBe(
      '/agent/workflow-definitions/default/workflow-runs/r%2F1/sessions/%C3%BC/acts',
    );
  });

  it('takes an update that is answered with nothing as done, and a redirection as not', async () => {
    await using recorder = await startRecorder({ body: '' }, { status: 302, headers: { location: '/elsewhere' } });
    using service = new ApiKeyService({ apiKey, endpoint: recorder.url });
    const ending = { workflowDefinitionName: 'n', workflowRunId: 'r', status: 'SUCCEEDED' } as const;

    await service.updateWorkflowRun(ending);
    await expect(service.updateWorkflowRun(ending)).rejects.toMatchObject({ name: 'ActClientError', statusCode: 302 });

    expect(recorder.requests).toHaveLength(2);
  });

  it('knows no open runs, and asks nobody', async () => {
    await using recorder = await startRecorder();
    using service = new ApiKeyService({ apiKey, endpoint: recorder.url });
    expect(await service.openWorkflowRuns()).toEqual([]);
    expect(recorder.requests).toEqual([]);
  });

  it('does not send what the model does not allow', async () => {
    await using emulated = await emulatedApiKeyService();
    const created = emulated.acts.createAct({ ...anAct(), task: 'hunter2 '.repeat(2_000) });
    await expect(created).rejects.toMatchObject({
      name: 'ActBadRequestError',
      message: 'CreateAct: task is a text of 16000 characters, but must have a length from 1 to 10000',
    });
    const results = [{ callId: 'c', text: 'x'.repeat(5 * 1024 * 1024) }];
    const asked = emulated.acts.invokeActStep({ actId: 'a', previousStepId: undefined, callResults: results });
    await expect(asked).rejects.toMatchObject({
      name: 'ActBadRequestError',
      message: expect.stringMatching(/^InvokeActStep: the request has 52429\d\d bytes, but must have at most 5242880$/),
    });
    expect(emulated.received('CreateAct') + emulated.received('InvokeActStep')).toBe(0);
  });
});
