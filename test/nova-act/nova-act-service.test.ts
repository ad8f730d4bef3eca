import { describe, expect, it } from 'vitest';
import { faults } from '../../lib/local/emulator/fault.ts';
import { emulatedService, observation, startResults, token } from './emulated-service.ts';

const act = (task = 'Find the kettle') => ({ task, toolSpecs: [], clientToken: token() });

describe('a run through the service', () => {
  it('creates, steps and ends, and the emulator holds what was said', async () => {
    await using emulated = await emulatedService({
      planner: {
        name: 'two steps',
        nextCalls: ({ steps }) =>
          steps.length === 0
            ? [
                { name: 'goToUrl', input: ['http://127.0.0.1/ä'] },
                { name: 'takeObservation', input: [] },
              ]
            : [{ name: 'return', input: ['39.90'] }],
      },
    });
    const { emulator, service, session, acts } = emulated;

    const actId = await acts.createAct(act());
    const first = await acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });
    const second = await acts.invokeActStep({
      actId,
      previousStepId: first.stepId,
      callResults: first.calls.map(({ callId, name }) => ({
        callId,
        text: JSON.stringify(name === 'takeObservation' ? observation : null),
      })),
    });
    await acts.updateAct(actId, { status: 'SUCCEEDED' });
    await service.updateWorkflowRun({ ...session, status: 'SUCCEEDED' });

    expect(first.calls.map(({ name, input }) => [name, input])).toEqual([
      ['goToUrl', ['http://127.0.0.1/ä']],
      ['takeObservation', []],
    ]);
    expect(second.calls.map(({ name, input }) => [name, input])).toEqual([['return', ['39.90']]]);
    expect(emulator.runs).toMatchObject([{ status: 'SUCCEEDED', workflowRunId: session.workflowRunId }]);
    expect(emulator.acts).toMatchObject([{ task: 'Find the kettle', status: 'SUCCEEDED', startResults }]);
    expect(emulator.acts[0]?.steps[0]?.results[0]?.text).toBe('null');
  });

  it('sends a tool with its schema and receives an object as its input', async () => {
    const call = { name: 'lookUp', input: { sku: 'K-1', nested: { many: [1, 2.5, null, true] } } };
    await using emulated = await emulatedService({ planner: { name: 'tool', nextCalls: () => [call] } });
    const spec = {
      name: 'lookUp',
      description: 'Looks up',
      inputSchema: { json: { type: 'object', required: ['sku'] } },
    };

    const actId = await emulated.acts.createAct({ ...act(), toolSpecs: [spec] });
    const step = await emulated.acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });

    expect(emulated.emulator.acts[0]?.toolSpecs).toEqual([spec]);
    expect(step.calls).toMatchObject([call]);
  });

  it('reads numbers beyond a double as the nearest one', async () => {
    await using emulated = await emulatedService();
    const actId = await emulated.acts.createAct(act());
    const calls =
      '[{"callId": "c", "name": "t", "input": {"id": 12345678901234567890, "share": 0.12345678901234567890}}]';
    emulated.emulator.queueFaults('InvokeActStep', faults.answer(200, `{"stepId": "s", "calls": ${calls}}`));

    const step = await emulated.acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });

    expect(step.calls[0]?.input).toEqual({ id: 12345678901234567000, share: 0.12345678901234568 });
  });

  it('gives the same run, session and act again for the same token', async () => {
    await using emulated = await emulatedService();
    const { service, session, acts } = emulated;
    const run = { workflowDefinitionName: 'n', modelId: 'm', logGroupName: '/a/b', clientToken: token() };
    const request = act();

    expect(await service.createWorkflowRun(run)).toBe(await service.createWorkflowRun(run));
    const { sessionId: _, ...address } = session;
    const clientToken = token();
    expect(await service.createSession({ ...address, clientToken })).toBe(
      await service.createSession({ ...address, clientToken }),
    );
    expect(await acts.createAct(request)).toBe(await acts.createAct(request));
    await expect(acts.createAct({ ...request, task: 'Another' })).rejects.toMatchObject({ name: 'ActClientError' });
    expect(emulated.emulator.acts).toHaveLength(1);
  });

  it("cuts an act's error to what the service takes", async () => {
    await using emulated = await emulatedService();
    const actId = await emulated.acts.createAct(act());

    const message = `${'x'.repeat(9_999)}😀`;
    await emulated.acts.updateAct(actId, { status: 'FAILED', error: { message, type: 'T'.repeat(200) } });

    const error = emulated.emulator.acts[0]?.error;
    expect(error?.type).toHaveLength(100);
    expect(error?.message).toBe(`${'x'.repeat(9_999)}\uFFFD`);
  });

  it('says something where an error has no message', async () => {
    await using emulated = await emulatedService();
    const actId = await emulated.acts.createAct(act());

    await emulated.acts.updateAct(actId, { status: 'FAILED', error: { message: '', type: 'ActToolError' } });

    expect(emulated.emulator.acts[0]?.error).toEqual({ message: 'ActToolError', type: 'ActToolError' });
  });
});
