/**
 * The rules of the protocol. Any one can be broken by itself, and then the exploration must find what comes of it: a rule
 * that nobody would miss is none.
 */
export const RULES = {
  // The journal
  askingFirst: 'That a step is asked for is journalled before the service is asked.',
  answerFirst: 'The answer of the service is journalled before any of its calls is performed.',
  begunFirst: 'An effect is journalled as begun before it is dispatched.',
  begunStays: 'What was begun and has no result is never performed again.',
  takenBack: 'What was begun and certainly never dispatched is taken back by the slice that leaves it.',
  doneStays: 'What has a result is never performed again.',
  outcomeFirst: 'How the act ended is journalled before the service is told.',
  // Its writes
  fenceChecked: 'A write is done only if the fence is the one that was read.',
  versionChecked: 'A write is done only if the version is the one that was read.',
  writeIdRead: 'A write that is refused when it is sent again was done if the head is this very write.',
  silenceProvesNothing: 'A write without an answer counts neither as done nor as refused.',
  // The lease
  leaseChecked: 'In the tick of a dispatch the holder checks that enough of its lease is left.',
  proxyFences: 'The proxy forwards only while the lease is held.',
  proxyReadsClock: 'The proxy itself looks at the clock; it does not wait until a timer switches it off.',
  freezeCounts: 'A freeze uses up the lease of whoever was frozen.',
  takerWaits: 'A lease is taken only after it has run out.',
  takerAddsMargin: 'A taker waits longer than its own clock says, since clocks differ.',
  // The browser
  nameMatches: 'A browser goes on only if the last hand back named this very browser.',
  nameIsForgotten: 'The name of a browser is erased before the browser is used again.',
  lossIsNoticed: 'In another browser the run goes on only if nothing but reads happened since the checkpoint.',
  restIsDropped: 'Calls of a step that was asked for in a lost browser are not performed in another one.',
  checkpointKept: 'What the browser holds is kept with the asking that follows an effect.',
  settledFirst: 'A step is asked for, and a slice handed back, only when what the effects set off has arrived.',
  restsFirst: 'A slice stops its browser before it gives the lease back.',
  // The end
  stopTakesLease: 'Whoever decides the end of a run takes its lease.',
  stopKeepsAway: 'No slice takes the lease of a run whose end is decided.',
  endIsDecidedFirst: 'The end of a run is journalled, by the write that takes it, before the service is told anything.',
  endIsDecidedOnce: 'Only the first decision about the end of a run counts.',
  toldBeforeClosed: 'A run is marked as closed after the service was told.',
} as const;

export type Rule = keyof typeof RULES;

/** What is explored: the rule that is broken, if any, and what the act does when its browser is lost. */
export interface Protocol {
  readonly broken?: Rule;
  readonly afterLoss: 'fail' | 'tellModel';
}

export function holds(rule: Rule, { broken }: Protocol): boolean {
  return broken !== rule;
}
