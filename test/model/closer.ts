/**
 * FinalizeRun and `stop`: each takes the lease by force, with the end of the run if none is decided yet, tells the
 * service, and marks the run as closed. Both may come at any moment, crash and come again, also side by side.
 */
import { statusOf } from './beginning.ts';
import { holds, type Protocol } from './rules.ts';
import { NOT_BEHIND, type Closer, type Ending, type Journal, type State } from './state.ts';
import { afterFault, type Move } from './turn.ts';
import { newWrite, written } from './writes.ts';

const IDLE: Partial<Closer> = { phase: 'idle', knows: undefined, base: NOT_BEHIND };

export function closerMoves(state: State, index: number, protocol: Protocol): Move[] {
  const { kind, knows } = state.closers[index] ?? {};
  if (kind === undefined) return [];
  if (knows === undefined) return take(state, index, protocol);
  const moves = [nextMove(state, index, knows, protocol)];
  if (state.left.faults > 0) moves.push({ label: `${kind} crashes`, next: afterFault(inCloser(state, index, IDLE)) });
  return moves;
}

/** By force: a closer waits for nobody. */
function take(state: State, index: number, protocol: Protocol): Move[] {
  const { journal, closers } = state;
  const kind = closers[index]?.kind;
  if (journal.closed || (kind === 'finalize' && journal.outcome === undefined)) return [];
  const earlier = holds('endIsDecidedOnce', protocol) ? journal.decided : undefined;
  const decided = earlier ?? (kind === 'stop' ? stopped(journal) : journal.outcome);
  const knows = { ...journal, decided };
  const phase = holds('toldBeforeClosed', protocol) ? 'tellAct' : 'finish';
  const isDecided = holds('endIsDecidedFirst', protocol);
  const write = newWrite('take', isDecided ? knows : journal, NOT_BEHIND, 'work');
  const taken = inCloser(written(state, write, isDecided ? undefined : -1, protocol), index, {
    phase,
    knows,
    base: NOT_BEHIND,
  });
  return [{ label: `${kind} takes the lease by force and decides ${decided}`, next: taken }];
}

/** An act that failed has told why; a run that is stopped after an act that succeeded was stopped all the same. */
function stopped({ outcome }: Journal): Ending {
  return outcome === undefined || outcome === 'Succeeded' ? 'RunStopped' : outcome;
}

function nextMove(state: State, index: number, knows: Journal, protocol: Protocol): Move {
  const { kind, phase, base = NOT_BEHIND } = state.closers[index] ?? {};
  const { service } = state;
  const { outcome, decided = 'RunStopped' } = knows;
  const toldFirst = holds('toldBeforeClosed', protocol);
  if (phase === 'tellAct') {
    const told = { ...state, service: { ...service, act: statusOf(outcome ?? decided) } };
    return { label: `${kind} ends the act on the service`, next: inCloser(told, index, { phase: 'tellRun' }) };
  }
  if (phase === 'tellRun') {
    const told = { ...state, service: { ...service, run: statusOf(decided) } };
    const after = toldFirst ? { phase: 'finish' as const } : IDLE;
    return { label: `${kind} ends the run on the service`, next: inCloser(told, index, after) };
  }
  const write = newWrite('change', { ...knows, closed: true }, base, 'work');
  const closed = written(state, write, undefined, protocol);
  const after = toldFirst ? IDLE : { phase: 'tellAct' as const };
  return { label: `${kind} marks the run as closed, if it still may`, next: inCloser(closed, index, after) };
}

function inCloser(state: State, index: number, change: Partial<Closer>): State {
  return { ...state, closers: state.closers.map((closer, at) => (at === index ? { ...closer, ...change } : closer)) };
}
