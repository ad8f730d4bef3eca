/**
 * Writes of the head. One that is answered is done or refused. One that gets no answer in time is sent again, with the
 * same write id; the earlier attempt arrives before that, after that, or never.
 *
 * That a write leaves and that it arrives is one action here: until it arrives, nobody can tell it from one not sent.
 */
import { isInTheMiddle } from './beginning.ts';
import { holds, type Protocol } from './rules.ts';
import { resting } from './site.ts';
import {
  FRESH,
  NOT_BEHIND,
  type Age,
  type Behind,
  type Journal,
  type Phase,
  type Slice,
  type State,
  type Write,
} from './state.ts';
import { afterFault, inEnvironment, move, type Move, type Turn } from './turn.ts';

/** A write that leaves now. */
export function newWrite(kind: Write['kind'], next: Journal, base: Behind, leadsTo: Phase, age: Age = FRESH): Write {
  return { kind, next, base, age, isHead: false, leadsTo };
}

/** The moves by which a slice writes a change of the head, after which it does what `leadsTo` says. */
export function writes(turn: Turn, label: string, change: Partial<Journal>, leadsTo: Phase): Move[] {
  const { knows, base } = turn.slice;
  return sends(turn, label, newWrite('change', { ...knows, ...change }, base, leadsTo));
}

export function sends(turn: Turn, label: string, write: Write): Move[] {
  const { state, index, slice, browser, protocol } = turn;
  const isFound = write.isHead && holds('writeIdRead', protocol);
  const isDone = fits(write.base, protocol) || isFound;
  const arrived = written(inEnvironment(state, index, { slice, browser }), write, index, protocol);
  const answered = isDone
    ? move({ ...turn, state: arrived }, label, { slice: continued(slice, write) })
    : refused(turn, label, write);
  return state.left.faults === 0 ? [answered] : [answered, unanswered(turn, label, write)];
}

function continued(slice: Slice, { kind, next, age, leadsTo }: Write): Slice | undefined {
  if (leadsTo === 'gone') return undefined;
  const phase = kind === 'renew' ? slice.phase : leadsTo;
  return { phase, knows: next, base: NOT_BEHIND, age, write: undefined, mayBeAhead: false };
}

/** A renewal that was given up may have been done: then the head is one write further than its holder knows. */
function refused(turn: Turn, label: string, write: Write): Move {
  const { slice, browser, protocol } = turn;
  const { version, fence } = write.base;
  if (!slice.mayBeAhead)
    return move(turn, `${label}: refused`, { slice: undefined, browser: resting(browser, protocol) });
  const base: Behind = { version: version === 2 ? 1 : 0, fence };
  const reckoning = { ...slice, base, write: { ...write, base }, mayBeAhead: false };
  return move(turn, `${label}: refused, but its renewal may have been done`, { slice: reckoning });
}

/** It cannot be told whether the write is lost, its answer is, or it is still under way. A renewal is given up. */
function unanswered(turn: Turn, label: string, write: Write): Move {
  const { slice, state, protocol } = turn;
  const waiting = write.kind === 'renew' ? { ...slice, mayBeAhead: true } : { ...slice, write };
  const after = holds('silenceProvesNothing', protocol) ? waiting : continued(slice, write);
  return move({ ...turn, state: afterFault(state) }, `${label}: no answer`, { slice: after, late: write });
}

/** The write that got no answer arrives after all, before or after its writer has sent it again. */
export function lateArrives(state: State, index: number, protocol: Protocol): Move[] {
  const late = state.environments[index]?.late;
  if (late === undefined) return [];
  const arrived = written(inEnvironment(state, index, { late: undefined }), late, index, protocol);
  const slice = arrived.environments[index]?.slice;
  const isAwaited = slice?.write?.kind === late.kind && fits(late.base, protocol);
  const told = isAwaited ? { ...slice, write: { ...slice.write, isHead: true } } : slice;
  return [{ label: `a late write of slice ${index} arrives`, next: inEnvironment(arrived, index, { slice: told }) }];
}

/** Whether the condition of a write with this reading of the head is true now. */
export function fits({ version, fence }: Behind, protocol: Protocol): boolean {
  const isFence = fence === 0 || !holds('fenceChecked', protocol);
  const isVersion = version === 0 || !holds('versionChecked', protocol);
  return isFence && isVersion;
}

/**
 * The state after a write has come to the journal: as it was, unless the write fits; else everybody who read the head
 * before is one write further behind.
 *
 * @param holder - the environment that wrote; undefined for a closer
 */
export function written(state: State, write: Write, holder: number | undefined, protocol: Protocol): State {
  if (!fits(write.base, protocol)) return state;
  const { step, decided } = write.next;
  const takes = write.kind === 'take' && (holder !== undefined || holds('stopTakesLease', protocol));
  const behind = ({ version, fence }: Behind): Behind => ({ version: version === 0 ? 1 : 2, fence: takes ? 1 : fence });
  const overtaken = (other: Write | undefined) => other && { ...other, base: behind(other.base), isHead: false };
  const holders = state.environments.filter(({ slice }, at) => at !== holder && slice?.base.fence === 0);
  const isLoss = takes && decided === undefined && holders.some(({ slice }) => slice && isBusy(slice));
  return {
    ...state,
    journal: write.next,
    // A closer's lease counts for nobody: other closers do not wait for it, and slices keep away.
    ...(holder !== undefined && { holder, age: write.age }),
    environments: state.environments.map(({ slice, browser, late }) => ({
      slice: slice && { ...slice, base: behind(slice.base), write: overtaken(slice.write) },
      browser,
      late: overtaken(late),
    })),
    closers: state.closers.map((closer) => ({ ...closer, base: behind(closer.base) })),
    // What became of the calls of earlier steps was checked when this step was asked for.
    site: state.site.filter(({ call }) => Number.parseInt(call, 10) >= step),
    decidedFor: decided === state.journal.decided ? state.decidedFor : FRESH,
    lostInTheMiddle: state.lostInTheMiddle || isLoss,
  };
}

/** Between the begin of an effect and the asking after it, as far as the slice knows, or will know. */
export function isBusy({ knows, write }: Slice): boolean {
  if (write?.kind === 'take') return false;
  return isInTheMiddle(knows) || (write !== undefined && isInTheMiddle(write.next));
}
