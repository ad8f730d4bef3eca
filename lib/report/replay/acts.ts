import { bareName } from '../../act/decode-call.ts';
import type { Call } from '../../act/step.ts';
import { isEffect } from '../../run/begun-effects.ts';
import type { LogEvent, ResumedCall } from '../../run/log-event.ts';
import type { ResolvedInput } from '../../run/resolved-input.ts';
import type { WorkflowResult } from '../../run/workflow-result.ts';

export type EventOf<Type extends LogEvent['type']> = Extract<LogEvent, { type: Type }>;

/** What is told beside the calls, in the order in which it happened. */
export type Note = EventOf<
  | 'BrowserRestored'
  | 'BrowserStarted'
  | 'Downloaded'
  | 'Filled'
  | 'HandedBack'
  | 'PageNotice'
  | 'RunResumed'
  | 'StepAskedAgain'
  | 'StepUnanswered'
  | 'Throttled'
>;

export interface ReplayStep {
  /** From 1. */
  readonly number: number;
  asked?: EventOf<'StepAsked'>;
  answered?: EventOf<'StepAnswered'>;
  /** What the journal held of it, when another invocation had broken off in it. */
  resumed?: EventOf<'StepResumed'>;
  /** By call id. */
  readonly ended: Map<string, EventOf<'CallEnded'>>;
  readonly notes: Note[];
  /** All that was recorded of it. */
  readonly events: LogEvent[];
}

export interface ReplayAct {
  /** Among the run's acts, from 0. */
  readonly index: number;
  readonly id: string;
  /** As the input has it; undefined where the input is not there. */
  readonly planned: ResolvedInput['acts'][number] | undefined;
  /** As the result tells of it. */
  readonly entry: WorkflowResult['acts'][number] | undefined;
  started?: EventOf<'ActStarted'>;
  ended?: EventOf<'ActEnded'>;
  readonly steps: ReplayStep[];
  /** From before its first step, or of an act that the service has no part in. */
  readonly notes: Note[];
}

export interface Recorded {
  readonly input: ResolvedInput | undefined;
  readonly result: WorkflowResult | undefined;
  readonly events: readonly LogEvent[];
}

/** The run's acts with what the events tell of them. A run that broke off has gaps, and they stay gaps. */
export function replayActs({ input, result, events }: Recorded): { acts: ReplayAct[]; before: Note[] } {
  const acts = new Map<string, ReplayAct>();
  const add = (id: string) => {
    const planned = input?.acts.find((act) => act.id === id);
    const entry = result?.acts.find((act) => act.id === id);
    acts.set(id, { index: acts.size, id, planned, entry, steps: [], notes: [] });
  };
  const told = [...(result?.acts ?? []).map(({ id }) => id), ...events.flatMap(({ act }) => act ?? [])];
  for (const id of new Set([...(input?.acts ?? []).map((act) => act.id), ...told])) add(id);

  const before: Note[] = [];
  // What the run tells of itself belongs to where it was at that moment.
  let current: ReplayAct | undefined;
  for (const event of events) {
    current = event.act === undefined ? current : acts.get(event.act);
    if (current === undefined) {
      if (isNote(event)) before.push(event);
    } else enter(event, current);
  }
  return { acts: [...acts.values()], before };
}

function enter(event: LogEvent, act: ReplayAct): void {
  if (event.type === 'ActStarted') act.started = event;
  if (event.type === 'ActEnded') act.ended = event;
  const step = 'step' in event && event.step > 0 ? stepOf(act, event.step) : undefined;
  if (step !== undefined) {
    step.events.push(event);
    if (event.type === 'StepAsked') step.asked = event;
    if (event.type === 'StepAnswered') step.answered = event;
    if (event.type === 'StepResumed') step.resumed = event;
    if (event.type === 'CallEnded') step.ended.set(event.callId, event);
  }
  if (isNote(event)) (step ?? ('step' in event ? act : (act.steps.at(-1) ?? act))).notes.push(event);
}

function stepOf(act: ReplayAct, number: number): ReplayStep {
  const known = act.steps.find((step) => step.number === number);
  if (known !== undefined) return known;
  const step: ReplayStep = { number, ended: new Map(), notes: [], events: [] };
  act.steps.push(step);
  return step;
}

const NOTES: ReadonlySet<string> = new Set<Note['type']>([
  'BrowserRestored',
  'BrowserStarted',
  'Downloaded',
  'Filled',
  'HandedBack',
  'PageNotice',
  'RunResumed',
  'StepAskedAgain',
  'StepUnanswered',
  'Throttled',
]);

function isNote(event: LogEvent): event is Note {
  return NOTES.has(event.type);
}

/** How far a call got, as far as anybody knows. */
export type CallState =
  | { readonly kind: 'ended'; readonly event: EventOf<'CallEnded'> }
  /** The journal has its result; the event that told of it is not there. */
  | { readonly kind: 'journalled'; readonly text: string }
  /** It is the answer itself: nothing is performed. */
  | { readonly kind: 'answer' }
  /** It may have happened, and nobody knows. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'notPerformed' }
  /** The record ends before it. */
  | { readonly kind: 'unrecorded' };

/** The calls of a step, in order: as the answer had them, or else as the journal did. */
export function callsOf({ answered, resumed }: ReplayStep): readonly Call[] {
  return answered?.calls ?? resumed?.calls ?? [];
}

export function stateOf(call: Call, step: ReplayStep): CallState {
  const event = step.ended.get(call.callId);
  const kept = step.resumed?.calls.find(({ callId }) => callId === call.callId);
  // An effect that failed with its browser: the journal, read after that, knows no more than that it was begun.
  if (kept?.state === 'begun' && event !== undefined && event.seq < (step.resumed?.seq ?? 0))
    return { kind: 'unknown' };
  if (event !== undefined) return { kind: 'ended', event };
  if (kept !== undefined && kept.state !== 'waiting') return keptState(kept);
  if (['think', 'return', 'throw'].includes(bareName(call))) return { kind: 'answer' };
  const calls = callsOf(step);
  const stopped = calls.slice(0, calls.indexOf(call)).some((earlier) => isFatal(earlier, step));
  return stopped || isKnownNotPerformed(call, step) ? { kind: 'notPerformed' } : { kind: 'unrecorded' };
}

/**
 * Whether the journal shows that a call never had its turn. Only effects are journalled when they begin; of what comes
 * before one nobody knows.
 */
function isKnownNotPerformed(call: Call, { resumed }: ReplayStep): boolean {
  const calls = resumed?.calls ?? [];
  const index = calls.findIndex(({ callId }) => callId === call.callId);
  return calls
    .slice(0, index + 1)
    .some((each, at) => each.state !== 'done' && (at < index || each.state === 'waiting') && isEffect(each));
}

function keptState({ state, text = 'null' }: ResumedCall): CallState {
  return state === 'done' ? { kind: 'journalled', text } : { kind: 'unknown' };
}

/** Whether it ended its act: whatever fails, but for what only leads the agent elsewhere. */
function isFatal(call: Call, { ended }: ReplayStep): boolean {
  const error = ended.get(call.callId)?.error;
  return error !== undefined && error.name !== 'AgentRedirectError';
}
