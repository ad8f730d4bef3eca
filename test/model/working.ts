/** What a slice does: first what the journal says, in between what only its memory says. */
import { ask, asking, isSettled, keepAnswer } from './asking.ts';
import { callId, LAST_STEP, statusOf, STEPS } from './beginning.ts';
import { open } from './opening.ts';
import { holds } from './rules.ts';
import { counted, resting } from './site.ts';
import { FRESH, OVER, type CallState, type Ending, type Phase, type Slice } from './state.ts';
import { move, type Move, type Turn } from './turn.ts';
import { newWrite, sends, writes } from './writes.ts';

export function sliceMoves(turn: Turn): Move[] {
  const { phase, write } = turn.slice;
  if (write !== undefined) return sends(turn, 'sends its write again', write);
  if (phase === 'open') return open(turn);
  if (phase === 'leave' || phase === 'release' || phase === 'rest') return leave(turn);
  if (phase === 'takeBack') return takeBack(turn);
  if (phase === 'gone') return [];
  return [...goOn(turn), ...renew(turn)];
}

function goOn(turn: Turn): Move[] {
  const { phase, knows } = turn.slice;
  if (phase === 'ask') return ask(turn);
  if (phase === 'keepAnswer' || phase === 'keepSecondAnswer') return keepAnswer(turn, phase === 'keepSecondAnswer');
  if (phase === 'performed') return keepResult(turn);
  if (knows.outcome !== undefined)
    return [tellAct(turn, 'tells the service how the act ended, and leaves', knows.outcome)];
  if (current(turn) !== -1) return [...dispatch(turn), ...handBack(turn)];
  if (knows.step === LAST_STEP) return end(turn);

  const following = knows.calls.indexOf('waiting');
  return [...(following === -1 ? asking(turn) : begin(turn, following)), ...handBack(turn)];
}

/** The call to dispatch, begun by this very slice: nobody takes over what was begun. */
function current({ slice, protocol }: Turn): number {
  return slice.knows.calls.indexOf(holds('begunFirst', protocol) ? 'begun' : 'waiting');
}

function dispatch(turn: Turn): Move[] {
  const { slice, browser, protocol, state, index } = turn;
  const at = current(turn);
  if (browser === undefined || (slice.age !== FRESH && holds('leaseChecked', protocol))) return [];
  const call = callId(slice.knows, at);
  const effect = { environment: index, call };
  const isTool = STEPS[slice.knows.step - 1]?.[at] === 'tool';
  const acted = { ...browser, shows: browser.shows + 1, underWay: isTool ? browser.underWay : call };
  const after = move(
    turn,
    `dispatches ${call}, a ${isTool ? 'tool' : 'click'}`,
    { slice: { ...slice, phase: 'performed' }, browser: acted },
    isTool ? { site: counted(state.site, call) } : {},
  );
  return [{ ...after, dispatches: effect, ...(isTool && { reaches: effect }) }];
}

function begin(turn: Turn, at: number): Move[] {
  return writes(turn, 'writes an effect begun', withCall(turn, at, 'begun'), 'work');
}

function keepResult(turn: Turn): Move[] {
  const change = { ...withCall(turn, current(turn), 'done'), page: turn.slice.knows.page + 1 };
  return writes(turn, 'writes the effect done', change, 'work');
}

function withCall({ slice }: Turn, at: number, to: CallState): { calls: CallState[] } {
  return { calls: slice.knows.calls.map((call, other) => (other === at ? to : call)) };
}

function end(turn: Turn): Move[] {
  const { act } = turn.state.service;
  if (!holds('outcomeFirst', turn.protocol) && act === undefined)
    return [tellAct(turn, 'tells the service how the act ended', 'Succeeded', turn.slice)];
  return writes(turn, 'writes the outcome', { outcome: 'Succeeded' }, 'work');
}

function tellAct(turn: Turn, label: string, ending: Ending, slice?: Slice): Move {
  const service = { ...turn.state.service, act: statusOf(ending) };
  return move(turn, label, { slice, browser: undefined }, { service });
}

/** Between two calls as well, when there is no time for the next one. */
function handBack(turn: Turn): Move[] {
  const { browser, state, slice } = turn;
  const { left } = state;
  if (left.handBacks === 0 || browser === undefined || !isSettled(turn)) return [];
  const from = { ...turn, state: { ...state, left: { ...left, handBacks: left.handBacks - 1 } } };
  return writes(from, 'hands back', { ...takenBack(turn), named: browser.id, saved: slice.knows.page }, 'leave');
}

/** Begun, and not dispatched: only the slice that began it can know that. */
export function hasNotDispatched({ phase, write, knows }: Slice): boolean {
  return phase === 'work' && write === undefined && knows.calls.includes('begun');
}

export function takenBack({ slice, protocol }: Turn): { calls: readonly CallState[] } {
  const { calls } = slice.knows;
  return { calls: holds('takenBack', protocol) ? calls.map((call) => (call === 'begun' ? 'waiting' : call)) : calls };
}

/** The last word of a slice that breaks off; also when its lease is over, since the fence keeps that safe. */
function takeBack(turn: Turn): Move[] {
  const { knows, base } = turn.slice;
  const next = { ...knows, ...takenBack(turn) };
  return sends(turn, 'takes back what it did not dispatch', newWrite('change', next, base, 'gone', OVER));
}

/** The lease is given back by a last write; when that fails, it runs out by itself. */
function leave(turn: Turn): Move[] {
  const { slice, browser, protocol } = turn;
  const { phase, knows, base } = slice;
  const release = (leadsTo: Phase) =>
    sends(turn, 'gives the lease back', newWrite('change', knows, base, leadsTo, OVER));
  if (phase === 'release') return release('gone');
  if (phase === 'leave' && !holds('restsFirst', protocol)) return release('rest');
  const after: Phase = phase === 'leave' ? 'release' : 'gone';
  return [move(turn, 'stops its browser', { slice: { ...slice, phase: after }, browser: resting(browser, protocol) })];
}

/** By the timer. */
function renew(turn: Turn): Move[] {
  const { knows, base, phase, age } = turn.slice;
  if (age === FRESH || knows.outcome !== undefined) return [];
  return sends(turn, 'renews its lease', newWrite('renew', knows, base, phase));
}
