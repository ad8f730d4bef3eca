/**
 * The protocol of journal and lease, explored: every order in which two slices, two closers, their environments, the
 * service and time can act is tried, and every state is held against the invariants.
 *
 * `npx vitest run test/model --reporter=verbose` shows how much was explored, and for each broken rule a shortest way to
 * where it does harm.
 *
 * What is left out: network delays behind the proxy; a freeze between the proxy's check, or a tool's, and the kernel's
 * write; acts after the first; throttling; Create* calls; artifacts; the limits of the state machine's retries.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { deadEnd, explore, type Exploration } from './explore.ts';
import { INVARIANTS, type InvariantName } from './invariants.ts';
import { RULES, type Rule } from './rules.ts';
import type { Ending, State } from './state.ts';

/** Any two faults and a hand back, in any order: with a third fault the states are three times as many. */
const BOUNDS = {
  fail: { faults: 2, handBacks: 1 },
  tellModel: { faults: 1, handBacks: 1 },
} as const;

describe.each(['fail', 'tellModel'] as const)('the protocol, with afterLoss "%s"', (afterLoss) => {
  let explored: Exploration;
  // Seconds of nothing but computing, on a machine that may have other things to do.
  beforeAll(() => {
    explored = explore({ afterLoss }, BOUNDS[afterLoss], INVARIANTS);
  }, 120_000);

  it('keeps every invariant in every state', async ({ annotate }) => {
    const { states, transitions, depth, violation } = explored;
    await annotate(`${states.length} states, ${transitions.length} transitions, depth ${depth}`);
    expect(violation).toBeUndefined();
  });

  it('can close the run from every state', () => {
    expect(deadEnd(explored, isClosed)).toBeUndefined();
  });

  it('can close the run without anybody stopping it', () => {
    expect(deadEnd(explored, isClosed, isUndecided, (label) => !label.startsWith('stop'))).toBeUndefined();
  });

  it('comes to every end there is', () => {
    const lost = ['EffectUnknown', 'BrowserStateLost', 'ServiceUnreachable'];
    const always = ['Succeeded', 'RunStopped', 'StepAnswerLost'];
    expect(endsOf(explored)).toEqual(new Set(afterLoss === 'fail' ? [...lost, ...always] : always));
  });

  it('succeeds when nothing fails and nobody stops it, however often it changes environments', () => {
    const faultless = explore({ afterLoss }, { faults: 0, handBacks: 3 }, INVARIANTS);
    expect(faultless.violation).toBeUndefined();
    expect(endsOf(faultless)).toEqual(new Set(['Succeeded', 'RunStopped']));
  });
});

const LEASE = 'effectsReachTheSiteOnlyWhileTheLeaseLasts';
const PAGE = 'effectsAreDispatchedOnThePageTheirStepWasAskedFor';
const TWICE = 'noCallReachesTheSiteTwice';
const LOSS = 'onlyALossInTheMiddleOfAnEffectEndsTheAct';
const TRUE_RESULTS = 'whatTheServiceIsToldOfAStepIsTrue';

/** What comes of it when a rule is broken. */
const HARM: readonly (readonly [Rule, InvariantName])[] = [
  ['askingFirst', 'theOutcomeIsTrue'],
  ['answerFirst', TWICE],
  // The next slice thinks that it was not performed, and says so.
  ['begunFirst', TRUE_RESULTS],
  ['begunStays', TWICE],
  ['takenBack', LOSS],
  ['doneStays', TWICE],
  ['outcomeFirst', 'theServiceIsToldOneEnd'],
  ['fenceChecked', 'theServiceIsToldOneEnd'],
  ['versionChecked', TWICE],
  ['writeIdRead', LOSS],
  ['silenceProvesNothing', TWICE],
  ['leaseChecked', LEASE],
  ['proxyFences', LEASE],
  ['proxyReadsClock', LEASE],
  ['freezeCounts', LEASE],
  ['takerWaits', LEASE],
  ['takerAddsMargin', LEASE],
  ['nameMatches', PAGE],
  ['nameIsForgotten', TWICE],
  ['lossIsNoticed', 'stepsAreAskedForOnThePageTheJournalSpeaksOf'],
  ['restIsDropped', PAGE],
  ['checkpointKept', LOSS],
  ['settledFirst', TRUE_RESULTS],
  ['restsFirst', 'onlyTheHoldersBrowserReachesOut'],
  ['stopTakesLease', 'theServiceIsToldOneEnd'],
  ['stopKeepsAway', 'nothingReachesTheSiteLongAfterAStop'],
  ['endIsDecidedFirst', 'theServiceIsToldOneEnd'],
  ['endIsDecidedOnce', 'theServiceIsToldOneEnd'],
  ['toldBeforeClosed', 'aClosedRunIsClosedOnTheService'],
];

/** As little as may happen for the harm to be done. */
const TRIED = [
  { faults: 0, handBacks: 0 },
  { faults: 1, handBacks: 0 },
  { faults: 0, handBacks: 1 },
  { faults: 1, handBacks: 1 },
];

describe('a rule that is broken', () => {
  it('is any of the rules', () => {
    expect(HARM.map(([rule]) => rule).toSorted(byText)).toEqual(Object.keys(RULES).toSorted(byText));
  });

  it.for(HARM)('%s: breaks %s', async ([broken, invariant], { annotate }) => {
    const invariants = { [invariant]: INVARIANTS[invariant] };
    const explorations = TRIED.values().map((left) => explore({ broken, afterLoss: 'fail' }, left, invariants));
    const violation = explorations.map((explored) => explored.violation).find((found) => found !== undefined);
    await annotate([`Without: ${RULES[broken]}`, ...(violation?.trace ?? [])].join('\n'));
    expect(violation?.invariant).toBe(invariant);
  });
});

function isUndecided({ journal }: State): boolean {
  return journal.decided === undefined;
}

function isClosed({ journal }: State): boolean {
  return journal.closed;
}

function endsOf({ states }: Exploration): Set<Ending | undefined> {
  return new Set(states.filter(isClosed).map(({ journal }) => journal.decided));
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}
