import type { Call } from '../act/step.ts';
import type { LogEvent } from '../run/log-event.ts';
import type { PageNews } from './page-news-text.ts';

type EventOf<Type extends LogEvent['type']> = Extract<LogEvent, { type: Type }>;

export interface ReplayStep {
  readonly number: number;
  asked?: EventOf<'StepAsked'>;
  answered?: EventOf<'StepAnswered'>;
  readonly askedAgain: EventOf<'StepAskedAgain'>[];
  /** By call id. */
  readonly ended: Map<string, EventOf<'CallEnded'>>;
  readonly news: PageNews[];
}

export interface ReplayAct {
  readonly id: string;
  started?: EventOf<'ActStarted'>;
  ended?: EventOf<'ActEnded'>;
  readonly steps: ReplayStep[];
  /** From before its first step, or of an act that the service has no part in. */
  readonly news: PageNews[];
}

/** The acts that the events tell of, with their steps. A run that broke off has gaps, and they stay gaps. */
export function replayActs(events: readonly LogEvent[]): ReplayAct[] {
  const acts = new Map<string, ReplayAct>();
  for (const event of events) {
    if (event.act === undefined) continue;
    const act = acts.get(event.act) ?? { id: event.act, steps: [], news: [] };
    acts.set(event.act, act);
    if (event.type === 'ActStarted') act.started = event;
    if (event.type === 'ActEnded') act.ended = event;
    if (event.type === 'StepAsked') stepOf(act, event.step).asked = event;
    if (event.type === 'StepAnswered') stepOf(act, event.step).answered = event;
    if (event.type === 'StepAskedAgain') stepOf(act, event.step).askedAgain.push(event);
    if (event.type === 'CallEnded') stepOf(act, event.step).ended.set(event.callId, event);
    if (event.type === 'PageNotice' || event.type === 'Downloaded')
      (event.step === 0 ? act : stepOf(act, event.step)).news.push(event);
    if (event.type === 'BrowserRestored') (act.steps.at(-1) ?? act).news.push(event);
  }
  return [...acts.values()];
}

/** Calls a person wants to see; every step ends in the same two otherwise. */
export function shownCalls(step: ReplayStep): readonly Call[] {
  return (step.answered?.calls ?? []).filter(({ name }) => !/(waitForPageToSettle|takeObservation)$/.test(name));
}

function stepOf(act: ReplayAct, number: number): ReplayStep {
  const known = act.steps.find((step) => step.number === number);
  if (known !== undefined) return known;
  const step: ReplayStep = { number, askedAgain: [], ended: new Map(), news: [] };
  act.steps.push(step);
  return step;
}
