import { decodeCall, isEffect } from './decode-call.ts';
import { BrowserStateLost, EffectUnknown, type NovaActError } from './errors.ts';
import type { ActProgress, CallProgress } from './progress.ts';
import type { Call } from './step.ts';

/** What happens to an act whose browser was lost: it ends, or its agent is told and goes on. */
export type AfterLoss = 'fail' | 'tellModel';

type CallRole = 'effect' | 'observation' | 'ending' | 'other';

const LOOK = 'The page was reloaded: look at it before going on';
const UNKNOWN = `AgentRedirectError: the browser was lost while this was under way; it may have been done. ${LOOK}`;
const DONE = `AgentRedirectError: this was done, but then the browser was lost. ${LOOK}`;
const NOT_PERFORMED = `AgentRedirectError: not performed, because the browser was lost before. ${LOOK}`;
const LOST = `AgentRedirectError: the browser was lost. ${LOOK}`;

/** Characters of all that is told of what did not come back. */
const TOLD_LIMIT = 1_000;
const SENTENCES_KEPT = 10;

/**
 * What is lost by going on in another browser, restored from the newest checkpoint: an effect of which nobody knows
 * whether it happened, or effects since the checkpoint. Undefined when only reads happened since.
 */
export function lossSinceCheckpoint(progress: ActProgress): NovaActError | undefined {
  const unknown = progress.step?.calls.find(({ state }) => state === 'begun');
  if (unknown)
    return new EffectUnknown(
      `${unknown.call.name} (call ${unknown.call.callId} of step ${progress.stepsTaken}) was begun and its result never became known; it is not repeated`,
    );
  if (progress.isSaved) return undefined;
  return new BrowserStateLost(
    progress.stepsTaken === 0
      ? 'the browser in which the earlier acts were performed is gone, and with it the page they led to'
      : `the browser in which step ${progress.stepsTaken} was performed is gone, and with it the page it led to`,
  );
}

/**
 * The act as it goes on in the restored browser, its agent told: by the results of the calls that the loss concerns, which
 * the next request carries together with a fresh observation.
 *
 * @param lost - what could not be brought back, a sentence each
 * @returns undefined when there is no such request: the step had no observation, or ends the act
 */
export function toldOfLoss(
  progress: ActProgress,
  lost: readonly string[],
  toolNames: ReadonlySet<string>,
): ActProgress | undefined {
  const entries = progress.step?.calls ?? [];
  const roles = entries.map(({ call }) => callRole(call, toolNames));
  const carrier = roles.findLastIndex((role) => role !== 'observation');
  if (roles.includes('ending') || !roles.includes('observation') || carrier < 0) return undefined;
  const notes = entries.map((entry, index) => noteOf(entry, roles[index], progress));
  const isTold = notes.some((note) => note !== undefined);
  const calls = entries.map((entry, index): CallProgress => {
    // Where no call is concerned, the last one brings the news.
    const note = notes[index] ?? (!isTold && index === carrier ? LOST : undefined);
    if (note === undefined) return entry;
    return { call: entry.call, state: 'done', text: withResult(withSentences(note, lost), entry) };
  });
  return { ...withLost(progress, lost), isSaved: true, step: { stepId: progress.step?.stepId ?? '', calls } };
}

/** Whether effects of the step are left that were planned on a page that nobody has looked at in this browser. */
export function hasEffectsLeft({ step }: ActProgress, toolNames: ReadonlySet<string>): boolean {
  return step?.calls.some(({ call, state }) => state === 'waiting' && callRole(call, toolNames) === 'effect') ?? false;
}

/** The act with what did not come back, for its outcome. */
export function withLost(progress: ActProgress, lost: readonly string[]): ActProgress {
  return lost.length === 0
    ? progress
    : { ...progress, lost: [...(progress.lost ?? []), ...lost].slice(0, SENTENCES_KEPT) };
}

function noteOf(entry: CallProgress, role: CallRole | undefined, { isSaved }: ActProgress): string | undefined {
  switch (entry.state) {
    case 'begun':
      return UNKNOWN;
    case 'waiting':
      return role === 'effect' ? NOT_PERFORMED : undefined;
    case 'done':
      return entry.wasEffect === true && !isSaved ? DONE : undefined;
  }
}

function withSentences(note: string, lost: readonly string[]): string {
  return lost.length === 0 ? note : `${note}. Not brought back: ${lost.join('; ').slice(0, TOLD_LIMIT)}`;
}

/** What a tool gave is not lost with the browser, and cannot be had again. */
function withResult(note: string, entry: CallProgress): string {
  return entry.state === 'done' && entry.text !== 'null' ? `${note}. Its result: ${entry.text}` : note;
}

/** What a call is, for whoever has to tell what was done. @throws NovaActError for a call that cannot be understood */
export function callRole(call: Call, toolNames: ReadonlySet<string>): CallRole {
  const action = decodeCall(call, toolNames);
  if (action.kind === 'observe') return 'observation';
  if (action.kind === 'return' || action.kind === 'throw') return 'ending';
  return isEffect(action) ? 'effect' : 'other';
}
