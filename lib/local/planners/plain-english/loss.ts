import type { PlanRequest } from '../../emulator/planner.ts';

type Step = PlanRequest['steps'][number];

/** What a step's deed became when its browser was lost: it may have happened, or it certainly has not. */
export type Loss = 'mayBeDone' | 'notPerformed';

const REDIRECT = 'AgentRedirectError: ';
const RELOADED = 'The page was reloaded';
const OBSERVING = new Set(['think', 'waitForPageToSettle', 'takeObservation']);

/** The advice in a step's results that the planner cannot follow: any but that of a lost browser. */
export function redirectOf(step: Step | undefined): string | undefined {
  return step?.results.find(({ text }) => text.startsWith(REDIRECT) && !tellsOfLoss(text))?.text;
}

/** Whether the page is another one than the step has left, since its browser was lost. */
export function wasReloaded({ results }: Step): boolean {
  return results.some(({ text }) => tellsOfLoss(text));
}

/** `undefined` for a deed that was done and whose page came back. */
export function lossOf({ calls, results }: Step): Loss | undefined {
  const deed = calls.find(({ name }) => !OBSERVING.has(name));
  const text = results.find(({ callId }) => callId === deed?.callId)?.text ?? '';
  if (!tellsOfLoss(text)) return undefined;
  const what = text.slice(0, text.indexOf(RELOADED));
  if (what.includes('not performed')) return 'notPerformed';
  return /may have been done|this was done/.test(what) ? 'mayBeDone' : undefined;
}

function tellsOfLoss(text: string): boolean {
  return text.startsWith(REDIRECT) && text.includes(RELOADED);
}
