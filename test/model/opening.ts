/** How a slice that has taken the lease comes to a browser, and what it says when the old one is lost. */
import { holds } from './rules.ts';
import type { Browser, CallState, Ending, Journal } from './state.ts';
import { move, type Move, type Turn } from './turn.ts';
import { writes } from './writes.ts';

export function open(turn: Turn): Move[] {
  const { browser, protocol, slice } = turn;
  if (browser !== undefined && (browser.id === slice.knows.named || !holds('nameMatches', protocol)))
    return goOn(turn, 'wakes its browser', browser);

  const { calls, saved } = slice.knows;
  const fresh = { id: freshId(turn), shows: saved, seenFor: 0, underWay: undefined };
  const loss = lossOf(turn);
  if (loss !== undefined && protocol.afterLoss === 'fail')
    return writes({ ...turn, browser: undefined }, `writes ${loss}`, { outcome: loss, named: 0 }, 'work');
  if (loss === undefined && !(calls.includes('waiting') && holds('restIsDropped', protocol)))
    return goOn(turn, 'starts a browser from the checkpoint', fresh);
  const change = { ...told(turn), named: 0 };
  return writes({ ...turn, browser: fresh }, 'starts a browser and writes what to tell the agent', change, 'work');
}

/** A browser is named by one hand back only: whatever happens to this slice, the next one does not find it by name. */
function goOn(turn: Turn, label: string, browser: Browser): Move[] {
  const slice = { ...turn.slice, knows: { ...turn.slice.knows, calls: keptCalls(turn) } };
  return slice.knows.named !== 0 && holds('nameIsForgotten', turn.protocol)
    ? writes({ ...turn, slice, browser }, `${label} and erases the old one's name`, { named: 0 }, 'work')
    : [move(turn, label, { slice: { ...slice, phase: 'work' }, browser })];
}

/** Why the run cannot go on from the checkpoint as if nothing had happened. */
function lossOf({ slice, protocol }: Turn): Ending | undefined {
  const { calls, page, saved } = slice.knows;
  if (calls.includes('begun') && holds('begunStays', protocol)) return 'EffectUnknown';
  if (page > saved && holds('lossIsNoticed', protocol)) return 'BrowserStateLost';
  return undefined;
}

/** The agent is told of every call that the new page does not show, done or not: it has to look at the page again. */
function told({ slice, protocol }: Turn): Partial<Journal> {
  const { calls, page, saved } = slice.knows;
  const become: Record<CallState, CallState> = {
    waiting: holds('restIsDropped', protocol) ? 'dropped' : 'waiting',
    begun: 'told',
    done: page > saved ? 'told' : 'done',
    told: 'told',
    dropped: 'dropped',
  };
  return { calls: calls.map((call) => become[call]), page: saved };
}

function keptCalls({ slice, protocol }: Turn): Journal['calls'] {
  const { calls } = slice.knows;
  return holds('doneStays', protocol) ? calls : calls.map((call) => (call === 'done' ? 'waiting' : call));
}

/** Ids are random per launch; here, the first one that nobody remembers. */
function freshId({ state }: Turn): number {
  const journals = state.environments.flatMap(({ slice, late }) => [slice?.knows, slice?.write?.next, late?.next]);
  const remembered = [
    ...state.environments.map(({ browser }) => browser?.id),
    ...[state.journal, ...journals].map((journal) => journal?.named),
  ];
  let id = 1;
  while (remembered.includes(id)) id += 1;
  return id;
}
