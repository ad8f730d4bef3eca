import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseOptions, usual } from '../../scripts/chaos/case.ts';
import type { FaultName } from '../../scripts/chaos/faults.ts';
import type { Moment } from '../../scripts/chaos/moment.ts';
import { brokenPromises, endingName } from '../../scripts/chaos/promises.ts';
import { runCase } from '../../scripts/chaos/run-case.ts';
import { buildHookedHandlers } from '../../scripts/chaos/test-build.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

// A few of the cases of `npm run chaos`, all at once: most of their time is waiting for a lease to run out.

type Wanted = Partial<Pick<Moment, 'when' | 'kind' | 'act' | 'handler' | 'step'>>;

/** Acts of the booking example. */
const FILL = 1;
const SUBMIT = 2;

const CASES: readonly {
  readonly name: string;
  readonly fault: FaultName;
  readonly at: Wanted;
  readonly options?: Partial<CaseOptions>;
  readonly ending: string;
}[] = [
  {
    name: 'goes on from the checkpoint when its handler is killed in the middle of a form',
    fault: 'handlerKilled',
    at: { when: 'after', kind: 'asking, checkpoint', act: FILL, step: 5 },
    ending: 'SUCCEEDED',
  },
  {
    name: 'ends as EffectUnknown when its handler is killed while the form is being sent',
    fault: 'handlerKilled',
    at: { when: 'before', kind: 'done', act: SUBMIT },
    ending: 'EffectUnknown',
  },
  {
    name: 'sends the form once when its handler is killed meanwhile and the agent is told',
    fault: 'handlerKilled',
    at: { when: 'before', kind: 'done', act: SUBMIT },
    options: { afterLoss: 'tellModel' },
    ending: 'SUCCEEDED',
  },
  {
    name: 'ends as BrowserStateLost when Chromium is killed with what the form led to',
    fault: 'chromiumKilled',
    at: { when: 'after', kind: 'done', act: SUBMIT },
    ending: 'BrowserStateLost',
  },
  {
    name: 'goes on when all stands still for longer than the lease',
    fault: 'frozen',
    at: { when: 'after', kind: 'asking, checkpoint', act: FILL },
    ending: 'SUCCEEDED',
  },
  {
    name: 'goes on when the answer to a step is lost and the service gives it again',
    fault: 'droppedAfter',
    at: { when: 'after', kind: 'asking, checkpoint', act: SUBMIT },
    options: { repeatedStep: 'same' },
    ending: 'SUCCEEDED',
  },
  {
    name: 'ends as StepAnswerLost when the service refuses to give it again',
    fault: 'droppedAfter',
    at: { when: 'before', kind: 'asking, checkpoint', act: SUBMIT },
    options: { repeatedStep: 'refuse' },
    ending: 'StepAnswerLost',
  },
  {
    name: 'ends with the same status everywhere when FinalizeRun is killed in the middle of it',
    fault: 'handlerKilled',
    at: { when: 'before', kind: 'log sent', handler: 'FinalizeRun' },
    ending: 'SUCCEEDED',
  },
];

const directory = temporaryDirectory();
let build: Awaited<ReturnType<typeof buildHookedHandlers>>;

beforeAll(async () => {
  build = await buildHookedHandlers();
});

afterAll(() => {
  build[Symbol.dispose]();
  directory[Symbol.dispose]();
});

describe.concurrent('a run', { timeout: 120_000 }, () => {
  it.each(CASES.map((one) => [one.name, one] as const))('%s', async (name, { fault, at, options, ending }) => {
    const one = { ...usual, ...options, name, faults: [{ fault, isAt: (moment: Moment) => isLike(moment, at) }] };
    const own = join(directory.path, name.replaceAll(' ', '-'));
    const record = await runCase(one, { bundles: build.path, directory: own });
    expect(record.hits).toMatchObject([{ hadTarget: true }]);
    expect(endingName(record.ended)).toBe(ending);
    expect(brokenPromises(record, one)).toEqual([]);
  });
});

function isLike(moment: Moment, wanted: Wanted): boolean {
  return Object.entries(wanted).every(([key, value]) => Reflect.get(moment, key) === value);
}
