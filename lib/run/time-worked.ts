/** Those of the acts that this run performed itself: what was taken over from an earlier run was worked there. */
export function ownOutcomes<Outcome extends { readonly execution?: string }>(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.filter(({ execution }) => execution === undefined);
}

/** Seconds of these together, to a tenth as each of them is. */
export function timeWorked(acts: readonly { readonly timeWorkedSeconds: number }[]): number {
  return acts.reduce((tenths, { timeWorkedSeconds }) => tenths + Math.round(timeWorkedSeconds * 10), 0) / 10;
}
