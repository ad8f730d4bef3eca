import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { faults } from '../../lib/local/emulator/fault.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { emulatedService, startResults, token } from './emulated-service.ts';
import { startTricklingServer } from './trickling-server.ts';

const act = () => ({ task: 'Find the kettle', toolSpecs: [], clientToken: token() });

const passing = [
  ['an internal error', faults.error('InternalServerException')],
  ['a refusal for too many requests', faults.error('ThrottlingException')],
  ['a lost connection', faults.dropBefore()],
  ['a lost answer', faults.dropAfter()],
  ['no answer within the request time-out', faults.delay(1_700)],
] as const;

describe('CreateAct', () => {
  it.for(passing)('is attempted twice after %s, and one act comes of it', async ([, fault]) => {
    await using emulated = await emulatedService({ requestTimeoutMs: 1_500 });
    emulated.emulator.queueFaults('CreateAct', fault);

    const actId = await emulated.acts.createAct(act());

    expect(emulated.received('CreateAct')).toBe(2);
    expect(emulated.emulator.acts.map((created) => created.actId)).toEqual([actId]);
  });

  it('is not attempted a third time', async () => {
    await using emulated = await emulatedService();
    emulated.emulator.queueFaults('CreateAct', faults.dropBefore(), faults.dropBefore());

    await expect(emulated.acts.createAct(act())).rejects.toMatchObject({ name: 'ServiceUnreachable' });

    expect(emulated.received('CreateAct')).toBe(2);
  });
});

describe('InvokeActStep', () => {
  it.for(passing)('is attempted once, whatever happens: %s', async ([, fault]) => {
    await using emulated = await emulatedService({ requestTimeoutMs: 1_500 });
    const actId = await emulated.acts.createAct(act());
    emulated.emulator.queueFaults('InvokeActStep', fault);

    const step = emulated.acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });

    await expect(step).rejects.toMatchObject({
      name: expect.stringMatching(/^(ActInternalServerError|ActRequestThrottledError|ServiceUnreachable)$/),
    });
    expect(emulated.received('InvokeActStep')).toBe(1);
  });
});

describe('the request time-out', () => {
  it('ends a call to a server that does not answer, and says how long was waited', async () => {
    await using emulated = await emulatedService({ requestTimeoutMs: 300 });
    const actId = await emulated.acts.createAct(act());
    emulated.emulator.queueFaults('InvokeActStep', faults.delay(5_000));
    const before = performance.now();

    const step = emulated.acts.invokeActStep({ actId, previousStepId: undefined, callResults: startResults });

    await expect(step).rejects.toMatchObject({
      name: 'ServiceUnreachable',
      message: expect.stringContaining(`no answer from ${emulated.emulator.url} within 0.3 s`),
    });
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('ends an answer that trickles in for ever', async () => {
    await using server = await startTricklingServer();
    using service = new NovaActService({ endpoint: server.url, requestTimeoutMs: 300 });
    const id = randomUUID();
    const acts = service.actService({ workflowDefinitionName: 'n', workflowRunId: id, sessionId: id });

    const step = acts.invokeActStep({ actId: id, previousStepId: undefined, callResults: startResults });

    await expect(step).rejects.toMatchObject({ name: 'ServiceUnreachable' });
  });
});
