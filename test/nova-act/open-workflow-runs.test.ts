import { describe, expect, it } from 'vitest';
import { faults } from '../../lib/local/emulator/fault.ts';
import { emulatedService, token } from './emulated-service.ts';

/** A service with the session's run and as many more; those at the places of `ended` have ended. */
async function serviceWithRuns(more: number, ended: readonly number[]) {
  const emulated = await emulatedService();
  const { workflowDefinitionName } = emulated.session;
  for (let made = 0; made < more; made += 1)
    await emulated.service.createWorkflowRun({ workflowDefinitionName, modelId: 'm', clientToken: token() });
  await emulated.service.createWorkflowRun({ workflowDefinitionName: 'o', modelId: 'm', clientToken: token() });
  for (const place of ended) {
    const { workflowRunId = '' } = emulated.emulator.runs[place] ?? {};
    await emulated.service.updateWorkflowRun({ workflowDefinitionName, workflowRunId, status: 'FAILED' });
  }
  return { ...emulated, open: () => emulated.service.openWorkflowRuns(workflowDefinitionName) };
}

const summary = { workflowRunId: 'r', status: 'RUNNING', startedAt: '2026-01-01T00:00:00Z' };

describe('the open runs of a definition', () => {
  it('are those that nobody has ended, oldest first', async () => {
    await using service = await serviceWithRuns(3, [1]);
    const { runs } = service.emulator;

    const expected = [runs[0], runs[2], runs[3]].map((run) => ({
      workflowRunId: run?.workflowRunId,
      startedAt: run?.startedAt,
    }));
    expect(await service.open()).toEqual(expected);
  });

  it('are found on all pages', async () => {
    await using service = await serviceWithRuns(204, [0, 101, 203]);

    const open = await service.open();

    expect(open).toHaveLength(202);
    expect(new Set(open.map(({ workflowRunId }) => workflowRunId)).size).toBe(202);
    expect(service.received('ListWorkflowRuns')).toBe(3);
  });

  it('are looked for among those of the last week, and not back to the first run there ever was', async () => {
    await using service = await serviceWithRuns(0, []);
    const page = (startedAt: string, nextToken: string) =>
      faults.answer(200, JSON.stringify({ workflowRunSummaries: [{ ...summary, startedAt }], nextToken }));
    const recently = new Date(Date.now() - 7 * 24 * 3600 * 1000).toISOString();
    service.emulator.queueFaults('ListWorkflowRuns', page(recently, 'more'), page(summary.startedAt, 'and more'));

    // The same one again, since another one was created meanwhile.
    expect(await service.open()).toEqual([{ workflowRunId: 'r', startedAt: new Date(summary.startedAt) }]);
    expect(service.received('ListWorkflowRuns')).toBe(2);
  });

  it('are none where no run was ever created', async () => {
    await using emulated = await emulatedService();
    expect(await emulated.service.openWorkflowRuns('unused')).toEqual([]);
  });

  it('are found though the connection is lost once', async () => {
    await using service = await serviceWithRuns(0, []);
    service.emulator.queueFaults('ListWorkflowRuns', faults.dropAfter());
    expect(await service.open()).toHaveLength(1);
  });

  it.for([
    ['a run without an id', { workflowRunSummaries: [{ ...summary, workflowRunId: undefined }] }],
    ['a run without a time', { workflowRunSummaries: [{ ...summary, startedAt: undefined }] }],
    ['no list', {}],
  ] as const)('are not taken from an answer with %s', async ([, body]) => {
    await using service = await serviceWithRuns(0, []);
    service.emulator.queueFaults('ListWorkflowRuns', faults.output(body));
    await expect(service.open()).rejects.toMatchObject({ name: 'ActBadResponseError' });
  });

  it('are not looked for without end where the pages go round', async () => {
    await using service = await serviceWithRuns(0, []);
    const now = { ...summary, startedAt: new Date().toISOString() };
    const again = faults.answer(200, JSON.stringify({ workflowRunSummaries: [now], nextToken: 'again' }));
    service.emulator.queueFaults('ListWorkflowRuns', again, again, again, again);
    await expect(service.open()).rejects.toMatchObject({ message: expect.stringContaining('without end') });
  });

  it('tell who may not see them', async () => {
    await using service = await serviceWithRuns(0, []);
    service.emulator.queueFaults('ListWorkflowRuns', faults.error('AccessDeniedException'));
    await expect(service.open()).rejects.toMatchObject({ name: 'AuthError' });
  });
});
