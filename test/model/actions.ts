/** All that may happen next in a state: to slices, to their environments, to closers, and to time. */
import { older } from './beginning.ts';
import { closerMoves } from './closer.ts';
import { holds, type Protocol } from './rules.ts';
import { lands, resting } from './site.ts';
import { FRESH, LATE, NOT_BEHIND, OVER, type Slice, type State, type Write } from './state.ts';
import { afterFault, inEnvironment, move, type Move, type Turn } from './turn.ts';
import { hasNotDispatched, sliceMoves, takenBack } from './working.ts';
import { isBusy, lateArrives, newWrite, sends } from './writes.ts';

export function moves(state: State, protocol: Protocol): Move[] {
  return [
    ...state.environments.keys().flatMap((index) => environmentMoves(state, index, protocol)),
    ...state.closers.keys().flatMap((index) => closerMoves(state, index, protocol)),
    ...time(state, protocol),
  ];
}

function environmentMoves(state: State, index: number, protocol: Protocol): Move[] {
  const { slice, browser } = state.environments[index] ?? {};
  const anyway = [...lateArrives(state, index, protocol), ...lands(state, index, protocol)];
  if (slice === undefined) return [...anyway, ...start(state, index, protocol), ...environmentLost(state, index)];
  const turn = { state, index, slice, browser, protocol };
  return [...anyway, ...sliceMoves(turn), ...breaksOff(turn), ...crash(turn)];
}

/**
 * Whenever the lease is free, whoever was asked to: the state machine's next slice, or one that it has given up. (One
 * that finds the act ended would only tell the service what closers tell it too.)
 */
function start(state: State, index: number, protocol: Protocol): Move[] {
  const { journal, age, environments } = state;
  if (journal.outcome !== undefined || (journal.decided !== undefined && holds('stopKeepsAway', protocol))) return [];
  const tooEarly = holds('takerAddsMargin', protocol) ? age !== OVER : age === FRESH;
  if (tooEarly && holds('takerWaits', protocol)) return [];
  const reading = { knows: journal, base: NOT_BEHIND, age: OVER };
  const slice: Slice = { phase: 'open', ...reading, write: undefined, mayBeAhead: false };
  const turn = { state, index, slice, browser: environments[index]?.browser, protocol };
  return sends(turn, 'takes the lease', newWrite('take', journal, NOT_BEHIND, 'open'));
}

/** Between slices; that is no fault, since nobody relies on it. */
function environmentLost(state: State, index: number): Move[] {
  if (state.environments[index]?.browser === undefined) return [];
  return [{ label: `environment ${index} is lost`, next: inEnvironment(state, index, { browser: undefined }) }];
}

/**
 * The slice finds that its lease is over, or that too little is left of it for its effect, or that its browser has
 * crashed. Its environment lives on.
 */
function breaksOff(turn: Turn): Move[] {
  const { slice, state } = turn;
  if (slice.phase === 'gone') return [brokenOff(turn, 'is over')];
  if (slice.phase === 'takeBack') return [];
  const isLost = slice.age === OVER ? [brokenOff(turn, 'finds its lease lost')] : [];
  if (!hasNotDispatched(slice) || state.left.faults === 0) return isLost;
  const after = { ...turn, state: afterFault(state) };
  const isShort = slice.age === LATE ? [brokenOff(after, 'has too little left of its lease')] : [];
  return [...isLost, ...isShort, brokenOff(after, 'finds its browser crashed')];
}

function brokenOff(turn: Turn, label: string): Move {
  const { slice, browser, protocol, state } = turn;
  if (!hasNotDispatched(slice) || !holds('takenBack', protocol)) {
    const after = { ...turn, state: withLoss(state, slice) };
    return move(after, label, { slice: undefined, browser: resting(browser, protocol) });
  }
  const left = { ...slice, knows: { ...slice.knows, ...takenBack(turn) } };
  return move({ ...turn, state: withLoss(state, left) }, label, {
    slice: { ...slice, phase: 'takeBack' },
    browser: undefined,
  });
}

/** The process is gone, and its browser reaches nothing. */
function crash(turn: Turn): Move[] {
  if (turn.state.left.faults === 0) return [];
  const state = withLoss(afterFault(turn.state), turn.slice);
  return [move({ ...turn, state }, 'crashes', { slice: undefined, browser: undefined })];
}

function withLoss(state: State, slice: Slice): State {
  return { ...state, lostInTheMiddle: state.lostInTheMiddle || isBusy(slice) };
}

/** A lease that runs out though its holder lives is a fault: the holder was frozen, or cut off. */
function time(state: State, protocol: Protocol): Move[] {
  const { environments, left } = state;
  const runsOut = environments.some(({ slice }) => slice?.age === LATE && slice.base.fence === 0);
  if (runsOut && left.faults === 0) return [];
  const from = runsOut ? afterFault(state) : state;
  const unnoticed = holds('freezeCounts', protocol) ? [] : [...environments.keys()];
  return [
    { label: 'time passes', next: aged(from, undefined) },
    ...unnoticed.map((index) => ({ label: `time passes, unnoticed in environment ${index}`, next: aged(from, index) })),
  ];
}

function aged(state: State, frozen: number | undefined): State {
  return {
    ...state,
    age: older(state.age),
    environments: state.environments.map(({ slice, browser, late }, index) => ({
      slice: slice && {
        ...slice,
        age: index === frozen ? slice.age : older(slice.age),
        write: agedWrite(slice.write),
      },
      browser,
      late: agedWrite(late),
    })),
    decidedFor: state.journal.decided === undefined ? FRESH : older(state.decidedFor),
  };
}

function agedWrite(write: Write | undefined): Write | undefined {
  return write && { ...write, age: older(write.age) };
}
