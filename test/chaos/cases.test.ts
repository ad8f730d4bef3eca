import { describe, expect, it } from 'vitest';
import { caseOfName } from '../../scripts/chaos/case.ts';
import { enumeratedCases } from '../../scripts/chaos/enumerated-cases.ts';
import { randomCases } from '../../scripts/chaos/random-cases.ts';
import type { SeenMoment } from '../../scripts/chaos/run-case.ts';

const WRITES = { deadline: 60, act: 70, step: 90 };

function names(seed: number): string[] {
  return randomCases(seed, 50, WRITES).map(({ name }) => name);
}

describe('the cases of npm run chaos', () => {
  it('are the same at random for the same seed, and others for another', () => {
    expect(names(7)).toEqual(names(7));
    expect(names(8)).not.toEqual(names(7));
    expect(new Set(names(7)).size).toBeGreaterThan(45);
  });

  it('are found again by their names', () => {
    for (const { faults: _, ...one } of randomCases(7, 50, WRITES)) expect(caseOfName(one.name)).toMatchObject(one);
  });

  it.each(['', '0:before:frozen', '1:during:frozen', '1:before:burnt', '1:before:frozen,perhaps'])(
    'are none for the name %j',
    (name) => expect(caseOfName(name)).toBeUndefined(),
  );

  it('are every fault at every moment, but for those that would hit nothing', () => {
    const place = { number: 1, kind: 'asking', handler: 'PerformSteps', pid: 1, act: 0, step: 0, at: 0 } as const;
    const before: SeenMoment = { ...place, when: 'before', standing: 'saved', hasBrowser: false, stepsAsked: 0 };
    const after: SeenMoment = { ...before, when: 'after', standing: 'begun', hasBrowser: true, stepsAsked: 1 };
    const { cases, idle } = enumeratedCases({ moments: [before, after], stepsAsked: 1 });
    expect(cases.map(({ name }) => name)).toEqual([
      '1:before:handlerKilled',
      '1:before:droppedBefore',
      '1:before:droppedAfter',
      '1:before:droppedAfter,same',
      '1:before:droppedAfter,refuse',
      '1:before:frozen',
      '1:after:handlerKilled',
      '1:after:handlerKilled,tellModel',
      '1:after:chromiumKilled',
      '1:after:chromiumKilled,tellModel',
      '1:after:frozen',
      '1:after:frozen,tellModel',
    ]);
    expect(idle).toBe(3);
  });
});
