import { describe, expect, it } from 'vitest';
import * as client from '../../lib/nova-act/client/index.ts';
import { ClosingClient } from './closing-client.ts';
import { startRecorder } from './recorder.ts';

const resource = { resourceId: 'r-1', resourceType: 'Act' };
const quota = { serviceCode: 'nova-act', quotaCode: 'L-1' };
const fieldList = [{ name: 'task', message: 'too long' }];

const modelled = [
  [client.AccessDeniedException, 403, 'client', {}],
  [client.ConflictException, 409, 'client', resource],
  [client.InternalServerException, 500, 'server', {}],
  [client.InternalServerException, 500, 'server', { reason: 'InvalidModelGeneration' }],
  [client.InternalServerException, 500, 'server', { reason: 'RequestTokenLimitExceeded' }],
  [client.ResourceNotFoundException, 404, 'client', resource],
  [client.ServiceQuotaExceededException, 402, 'client', { ...resource, ...quota }],
  [client.ThrottlingException, 429, 'client', quota],
  [client.ThrottlingException, 429, 'client', {}],
  [client.ValidationException, 400, 'client', { reason: 'FieldValidationFailed', fieldList }],
  [client.ValidationException, 400, 'client', { reason: 'InvalidStatus' }],
  [client.ValidationException, 400, 'client', { reason: 'GuardrailIntervened' }],
] as const;

const withRetryAfter: ReadonlySet<unknown> = new Set([client.InternalServerException, client.ThrottlingException]);

describe('an error answer', () => {
  it.for(modelled.map((row) => [row[0].name, ...row] as const))('is a %s with its members', async ([, ...row]) => {
    const [kind, status, fault, members] = row;
    const headers = {
      'x-amzn-errortype': `${kind.name}:http://internal/`,
      'x-amzn-requestid': 'q-1',
      'retry-after': '7',
    };
    await using recorder = await startRecorder({
      status,
      headers,
      body: JSON.stringify({ message: 'It says so', ...members }),
    });
    using novaAct = new ClosingClient({ endpoint: recorder.url, maxAttempts: 1 });

    const error: unknown = await novaAct
      .listModels({ clientCompatibilityVersion: 1 })
      .catch((failure: unknown) => failure);

    expect(error).toBeInstanceOf(kind);
    expect(error).toBeInstanceOf(client.NovaActServiceException);
    expect(error).toMatchObject({
      name: kind.name,
      message: 'It says so',
      $fault: fault,
      ...members,
      $metadata: { httpStatusCode: status, requestId: 'q-1' },
    });
    expect(Reflect.get(Object(error), 'retryAfterSeconds')).toBe(withRetryAfter.has(kind) ? 7 : undefined);
  });

  it('whose name stands in the body is known by it, without its namespace', async () => {
    const body = JSON.stringify({
      __type: 'com.amazonaws.novaact#ConflictException',
      message: 'It says so',
      ...resource,
    });
    await using recorder = await startRecorder({ status: 409, body });
    using novaAct = new ClosingClient({ endpoint: recorder.url });

    await expect(novaAct.getWorkflowDefinition({ workflowDefinitionName: 'n' })).rejects.toBeInstanceOf(
      client.ConflictException,
    );
  });

  it('that the model does not know keeps its name', async () => {
    await using recorder = await startRecorder({ status: 418, headers: { 'x-amzn-errortype': 'TeapotException' } });
    using novaAct = new ClosingClient({ endpoint: recorder.url });

    const failed = novaAct.getWorkflowDefinition({ workflowDefinitionName: 'n' });

    await expect(failed).rejects.toBeInstanceOf(client.NovaActServiceException);
    await expect(failed).rejects.toMatchObject({ name: 'TeapotException', $metadata: { httpStatusCode: 418 } });
  });
});
