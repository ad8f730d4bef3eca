import { describe, expect, it } from 'vitest';
import { ClosingClient } from './closing-client.ts';
import { startRecorder } from './recorder.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const address = { workflowDefinitionName: 'n', workflowRunId: ID };

/** The bare client's reading of a workflow run that is answered so. */
async function runReadFrom(answer: object) {
  await using recorder = await startRecorder({ body: JSON.stringify(answer) });
  using client = new ClosingClient({ endpoint: recorder.url });
  return await client.getWorkflowRun(address);
}

describe('an answer', () => {
  it.for([
    [
      'UpdateAct',
      (client: ClosingClient) => client.updateAct({ ...address, sessionId: ID, actId: ID, status: 'FAILED' }),
    ],
    ['UpdateWorkflowRun', (client: ClosingClient) => client.updateWorkflowRun({ ...address, status: 'FAILED' })],
  ] as const)('to an update may be empty: %s', async ([, update]) => {
    await using recorder = await startRecorder({ body: '' });
    using client = new ClosingClient({ endpoint: recorder.url });

    expect(await update(client)).toEqual({ $metadata: expect.objectContaining({ httpStatusCode: 200 }) });
  });

  it('may have a status that is newer than the model', async () => {
    expect(await runReadFrom({ status: 'PAUSED' })).toMatchObject({ status: 'PAUSED' });
  });

  it.for([
    ['without a fraction', '2025-12-02T10:11:12Z', '2025-12-02T10:11:12.000Z'],
    ['with nanoseconds', '2025-12-02T10:11:12.123456789Z', '2025-12-02T10:11:12.123Z'],
    ['with an offset', '2025-12-02T10:11:12+01:00', '2025-12-02T09:11:12.000Z'],
  ] as const)('may have a time %s', async ([, startedAt, expected]) => {
    const run = await runReadFrom({ startedAt });
    expect(run.startedAt?.toISOString()).toBe(expected);
  });
});
