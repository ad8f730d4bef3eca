/**
 * Makes one state of those that differ only in what can no longer matter, so that all can be visited. It must change
 * nothing that may still happen: to check a change of it, explore without it. With one fault and one hand back there are
 * 2.8 million states then (8 minutes, 4 GB) in place of 16 thousand.
 */
import { NOTHING_DONE } from './beginning.ts';
import { holds, type Protocol } from './rules.ts';
import { proxyIsOpen } from './site.ts';
import { FRESH, NOT_BEHIND, OVER, type Closer, type Environment, type Slice, type State, type Write } from './state.ts';
import { fits } from './writes.ts';

const OVERTAKEN = { version: 2, fence: 1 } as const;

export function reduced(state: State, protocol: Protocol): State {
  const { journal, service } = state;
  const environments = state.environments.map((environment) => reducedEnvironment(environment, state, protocol));
  const isIdle = environments.every(({ slice, late }) => slice === undefined && late === undefined);
  const after = {
    ...state,
    // When nobody acts, all that can happen is that the lease runs out.
    age: isIdle ? OVER : state.age,
    environments,
    closers: state.closers.map(reducedCloser),
  };
  if (journal.outcome === undefined && journal.decided === undefined) return after;
  // No step is asked for any more.
  const ended = { ...after, service: { ...service, step: 0, again: false }, lostInTheMiddle: false };
  // And nothing reaches the site any more.
  const isQuiet = environments.every(({ slice }) => slice === undefined || slice.knows.outcome !== undefined);
  return isQuiet ? { ...ended, age: OVER, decidedFor: OVER, site: [] } : ended;
}

function reducedEnvironment(environment: Environment, state: State, protocol: Protocol): Environment {
  const { late, browser } = environment;
  const slice = reducedSlice(environment, protocol);
  const mayAct = slice !== undefined || browser?.underWay !== undefined || !holds('nameMatches', protocol);
  return {
    slice,
    browser: mayAct || isNamed(browser?.id, state) ? browser : undefined,
    late: late && willBeRefused(late, protocol) ? undefined : late,
  };
}

/** Only a browser that is named somewhere is ever used by another slice. */
function isNamed(id: number | undefined, { journal, environments }: State): boolean {
  return (
    journal.named === id ||
    environments.some(({ slice, late }) =>
      [slice?.knows, slice?.write?.next, late?.next].some((other) => other?.named === id),
    )
  );
}

/**
 * Of a slice that was overtaken only what it may still do in the world counts, since its next write will be refused.
 * (It may ask the service too: that is the same as if it had asked before it was overtaken.)
 */
function reducedSlice(environment: Environment, protocol: Protocol): Slice | undefined {
  const { slice, browser } = environment;
  if (slice === undefined) return undefined;
  const { phase, write, knows, mayBeAhead, base, age } = slice;
  if (write?.kind === 'take') return willBeRefused(write, protocol) ? undefined : slice;
  // All that is left to do is to tell the service.
  if (knows.outcome !== undefined && write === undefined)
    return { ...slice, phase: 'work', age: OVER, mayBeAhead: false, base: OVERTAKEN };
  const reachesOut = browser?.underWay !== undefined && proxyIsOpen(environment, protocol);
  if (phase === 'gone' && !reachesOut) return undefined;
  const isCurrent = fits(base, protocol) || (mayBeAhead && fits({ ...base, version: 0 }, protocol));
  if (isCurrent || write?.isHead === true) return slice;
  const overtaken = { ...slice, base: OVERTAKEN, write: undefined, mayBeAhead: false };
  const mayDispatch = age === FRESH || !holds('leaseChecked', protocol);
  if (phase === 'work' && write === undefined && mayDispatch && knows.calls.includes('begun')) return overtaken;
  return reachesOut ? { ...overtaken, phase: 'gone', knows: NOTHING_DONE } : undefined;
}

function reducedCloser(closer: Closer): Closer {
  return closer.phase === 'idle' ? { ...closer, base: NOT_BEHIND } : closer;
}

/** Nobody catches up by waiting: a reading that does not fit now never will. */
function willBeRefused({ base, isHead }: Write, protocol: Protocol): boolean {
  return !isHead && !fits(base, protocol);
}
