import { describe, expect, it } from 'vitest';
import { NovaActError } from '../../lib/act/errors.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import { anAct, emulatedService, ways } from './emulated-service.ts';

/** The client has given up long before. */
const tooLate = faults.delay(60_000);

const passing = [
  ['an internal error', faults.error('InternalServerException')],
  ['a refusal for too many requests', faults.error('ThrottlingException', {}, 0)],
  ['a lost connection', faults.dropBefore()],
  ['a lost answer', faults.dropAfter()],
] as const;

const lasting = [
  ['a refusal', faults.error('ValidationException')],
  ['an answer that cannot be read', faults.answer(200, 'no')],
] as const;

describe.for(ways)('CreateAct %s', ([, emulatedBy]) => {
  it.for([
    ...passing.map((row) => [...row, {}] as const),
    ['no answer within the request time-out', tooLate, { requestTimeoutMs: 1_000 }] as const,
  ])('is attempted twice after %s', async ([, fault, options]) => {
    await using emulated = await emulatedBy(options);
    emulated.emulator.queueFaults('CreateAct', fault);

    const actId = await emulated.acts.createAct(anAct());

    expect(emulated.received('CreateAct')).toBe(2);
    expect(emulated.emulator.acts.at(-1)?.actId).toBe(actId);
  });

  it('is not attempted a third time', async () => {
    await using emulated = await emulatedBy();
    emulated.emulator.queueFaults('CreateAct', faults.dropBefore(), faults.dropBefore());

    await expect(emulated.acts.createAct(anAct())).rejects.toMatchObject({ name: 'ServiceUnreachable' });

    expect(emulated.received('CreateAct')).toBe(2);
  });

  it.for(lasting)('is not attempted again after %s', async ([, fault]) => {
    await using emulated = await emulatedBy();
    emulated.emulator.queueFaults('CreateAct', fault);

    await expect(emulated.acts.createAct(anAct())).rejects.toBeInstanceOf(NovaActError);

    expect(emulated.received('CreateAct')).toBe(1);
  });
});

describe('CreateAct', () => {
  it('creates one act for its client token, also where its first answer was lost', async () => {
    await using emulated = await emulatedService();
    emulated.emulator.queueFaults('CreateAct', faults.dropAfter());

    const actId = await emulated.acts.createAct(anAct());

    expect(emulated.emulator.acts.map((created) => created.actId)).toEqual([actId]);
  });
});

describe.for(ways)('InvokeActStep %s', ([, emulatedBy]) => {
  it.for(passing)('is attempted once, whatever happens: %s', async ([, fault]) => {
    await using emulated = await emulatedBy();

    expect(await emulated.failureOfStep(fault)).toMatchObject({
      name: expect.stringMatching(/^(ActInternalServerError|ActRequestThrottledError|ServiceUnreachable)$/),
    });
    expect(emulated.received('InvokeActStep')).toBe(1);
  });

  it('is attempted once where no answer comes, and says how long it has waited', async () => {
    await using emulated = await emulatedBy({ requestTimeoutMs: 1_000 });

    expect(await emulated.failureOfStep(tooLate)).toMatchObject({
      name: 'ServiceUnreachable',
      message: expect.stringContaining(`no answer from ${emulated.emulator.url} within 1 s`),
    });
    expect(emulated.received('InvokeActStep')).toBe(1);
  });
});
