/** What must never happen, as functions over a state and a move out of it. Their names say what holds. */
import { callId, statusOf } from './beginning.ts';
import type { Protocol } from './rules.ts';
import { proxyIsOpen, timesOf } from './site.ts';
import { OVER, type CallState, type Journal, type Slice, type State } from './state.ts';
import type { Effect, Move } from './turn.ts';

/** Whether it holds. */
export type Invariant = (before: State, move: Move, protocol: Protocol) => boolean;

const PROGRESS = { waiting: 0, begun: 1, done: 2, told: 3, dropped: 3 } as const;

export const INVARIANTS = {
  noCallReachesTheSiteTwice: (_, { next, reaches }) => reaches === undefined || timesOf(next.site, reaches.call) === 1,

  effectsReachTheSiteOnlyWhileTheLeaseLasts: (before, { reaches }) =>
    reaches === undefined || (before.holder === reaches.environment && before.age !== OVER),

  // Whatever the page itself sends, by a timer for instance.
  onlyTheHoldersBrowserReachesOut: (_, { next }, protocol) =>
    next.environments.every(
      (environment, index) => !proxyIsOpen(environment, protocol) || (next.holder === index && next.age !== OVER),
    ),

  nothingReachesTheSiteForAStepThatIsOver: ({ journal }, { reaches }) => {
    const call = reaches && stateOf(journal, reaches);
    return reaches === undefined || call === 'begun' || call === 'done';
  },

  nothingReachesTheSiteLongAfterAStop: ({ journal, decidedFor }, { reaches }) =>
    reaches === undefined || journal.decided === undefined || decidedFor !== OVER,

  effectsAreBegunInTheJournalWhenDispatched: ({ journal }, { dispatches }) =>
    dispatches === undefined || stateOf(journal, dispatches) === 'begun',

  effectsAreDispatchedOnThePageTheirStepWasAskedFor: ({ journal, environments }, { dispatches }) => {
    const browser = dispatches && environments[dispatches.environment]?.browser;
    return dispatches === undefined || (browser?.seenFor === journal.step && browser.shows === journal.page);
  },

  stepsAreAskedForOnThePageTheJournalSpeaksOf: (before, { next }) =>
    next.environments.every(({ slice, browser }, index) => {
      const isNew = isAsking(slice) && !isAsking(before.environments[index]?.slice);
      return !isNew || browser?.shows === slice?.knows.page;
    }),

  theJournalForgetsNothing: ({ journal: before }, { next: { journal, site, environments } }) => {
    if (journal === before) return true;
    if (before.decided !== undefined) return isSame({ ...before, closed: true }, { ...journal, closed: true });
    if (before.outcome !== undefined && journal.outcome !== before.outcome) return false;
    if (journal.step !== before.step) return journal.step > before.step;
    const wasDispatched = (call: string) =>
      timesOf(site, call) > 0 || environments.some(({ browser }) => browser?.underWay === call);
    const isFurther = (call: CallState, at: number) =>
      PROGRESS[call] >= PROGRESS[before.calls[at] ?? 'waiting'] ||
      (call === 'waiting' && before.calls[at] === 'begun' && !wasDispatched(callId(journal, at)));
    return journal.again === before.again && journal.calls.every(isFurther);
  },

  whatTheServiceIsToldOfAStepIsTrue: ({ journal: before }, { next: { journal, site } }) => {
    if (journal.asked <= before.asked) return true;
    const isTrue = { waiting: [], begun: [], done: [1], told: [0, 1], dropped: [0] };
    return journal.calls.every((call, at) =>
      isTrue[call].some((times) => times === timesOf(site, callId(journal, at))),
    );
  },

  theOutcomeIsTrue: ({ journal: before }, { next: { journal, service } }, { afterLoss }) => {
    const { outcome, calls, page, saved, step } = journal;
    if (outcome === before.outcome) return true;
    if (outcome === 'Succeeded') return !calls.includes('begun') && !calls.includes('waiting');
    if (outcome === 'EffectUnknown') return afterLoss === 'fail' && calls.includes('begun');
    if (outcome === 'BrowserStateLost') return afterLoss === 'fail' && page > saved;
    if (outcome === 'StepAnswerLost') return before.asked === 2 && service.step > step;
    return outcome === 'ServiceUnreachable' && before.asked === 2;
  },

  onlyALossInTheMiddleOfAnEffectEndsTheAct: (before, { next }) => {
    const { outcome } = next.journal;
    const isLoss = outcome === 'EffectUnknown' || outcome === 'BrowserStateLost';
    return outcome === before.journal.outcome || !isLoss || before.lostInTheMiddle;
  },

  theServiceIsToldOneEnd: ({ service: before }, { next: { service } }) =>
    (before.act === undefined || before.act === service.act) &&
    (before.run === undefined || before.run === service.run),

  aClosedRunIsClosedOnTheService: (_, { next: { journal, service } }) => {
    const { closed, decided, outcome } = journal;
    if (!closed || decided === undefined) return !closed;
    return service.run === statusOf(decided) && service.act === statusOf(outcome ?? decided);
  },
} satisfies Record<string, Invariant>;

export type InvariantName = keyof typeof INVARIANTS;

function stateOf(journal: Journal, { call }: Effect): CallState | undefined {
  return journal.calls.find((_, at) => callId(journal, at) === call);
}

function isAsking(slice: Slice | undefined): boolean {
  return slice?.phase === 'ask' || slice?.write?.leadsTo === 'ask';
}

function isSame(one: Journal, other: Journal): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
