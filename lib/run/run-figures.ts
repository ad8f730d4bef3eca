import { bareName, builtInNames } from '../act/decode-call.ts';
import type { LogEvent } from './log-event.ts';
import { timeWorked } from './time-worked.ts';

/** Where time went, in milliseconds; together it is the time worked, which is known to a tenth of a second. */
export interface SpentTime {
  /** The service thought: InvokeActStep, from the request to its answer or its failure. */
  readonly modelMs: number;
  /** Actions and observations in the browser. */
  readonly browserMs: number;
  /** Pages were waited for until they had settled. */
  readonly settleMs: number;
  /** The user's tools. A tool that asked a person would be left out, as the library's do; deployed runs have none yet. */
  readonly toolMs: number;
  /** Waited because the service throttled InvokeActStep. */
  readonly throttledMs: number;
  /** Everything else: browsers that were started, journal, artifacts, the time from one slice to the next. */
  readonly overheadMs: number;
}

export interface ActFigures extends SpentTime {
  readonly id: string;
  readonly steps: number;
  readonly timeWorkedSeconds: number;
}

export interface RunFigures extends SpentTime {
  readonly acts: number;
  readonly steps: number;
  /** Of all acts together. */
  readonly timeWorkedSeconds: number;
  /** How often a lost browser was replaced. */
  readonly restores: number;
  /** How often the service throttled, whatever it was asked for. */
  readonly throttles: number;
  /** Waited because the service throttled CreateAct or UpdateAct: before an act began to work, or when it had ended. */
  readonly throttledBetweenMs: number;
}

/** No time at all. */
export const NO_TIME: SpentTime = { modelMs: 0, browserMs: 0, settleMs: 0, toolMs: 0, throttledMs: 0, overheadMs: 0 };

/** The figures of each act that has begun, in order. */
export function actFigures(events: readonly LogEvent[]): ActFigures[] {
  const ids = [...new Set(events.flatMap(({ act }) => act ?? []))];
  return ids.map((id) => {
    const own = events.filter(({ act }) => act === id);
    const outcome = own.findLast((event) => event.type === 'ActEnded')?.outcome;
    const timeWorkedSeconds = outcome?.timeWorkedSeconds ?? 0;
    const steps = outcome?.steps ?? own.filter(({ type }) => type === 'StepAnswered').length;
    return { id, steps, timeWorkedSeconds, ...spentTime(own, timeWorkedSeconds * 1000) };
  });
}

/** Where so many milliseconds went, in which this happened. */
export function spentTime(events: readonly LogEvent[], milliseconds: number): SpentTime {
  const spent = events.map(spentBy).reduce(addedTime, NO_TIME);
  const known = Object.values(spent).reduce((sum, ms) => sum + ms, 0);
  return { ...spent, overheadMs: Math.max(0, Math.round(milliseconds - known)) };
}

/** The figures of the whole run. */
export function runFigures(events: readonly LogEvent[]): RunFigures {
  const acts = actFigures(events);
  const between = events.filter((event) => event.type === 'Throttled');
  const asking = events.filter((event) => event.type === 'StepAskedAgain' && event.waitedMs > 0);
  return {
    acts: acts.length,
    steps: acts.reduce((sum, { steps }) => sum + steps, 0),
    timeWorkedSeconds: timeWorked(acts),
    restores: events.filter(({ type }) => type === 'BrowserRestored').length,
    throttles: asking.length + between.length,
    throttledBetweenMs: between.reduce((sum, { waitedMs }) => sum + waitedMs, 0),
    ...acts.reduce(addedTime, NO_TIME),
  };
}

/** The time of both. */
export function addedTime(one: SpentTime, other: SpentTime): SpentTime {
  return {
    modelMs: one.modelMs + other.modelMs,
    browserMs: one.browserMs + other.browserMs,
    settleMs: one.settleMs + other.settleMs,
    toolMs: one.toolMs + other.toolMs,
    throttledMs: one.throttledMs + other.throttledMs,
    overheadMs: one.overheadMs + other.overheadMs,
  };
}

function spentBy(event: LogEvent): SpentTime {
  return { ...NO_TIME, ...knownOf(event) };
}

function knownOf(event: LogEvent): Partial<SpentTime> {
  if (event.type === 'StepAsked') return { settleMs: event.settleMs ?? 0, browserMs: event.observeMs ?? 0 };
  if (event.type === 'StepAnswered' || event.type === 'StepUnanswered') return { modelMs: event.durationMs };
  if (event.type === 'StepAskedAgain') return { modelMs: event.durationMs, throttledMs: event.waitedMs };
  if (event.type === 'Filled') return { browserMs: event.durationMs, settleMs: event.settleMs };
  return event.type === 'CallEnded' ? { [kindOfCall(event)]: event.durationMs } : {};
}

function kindOfCall(call: Extract<LogEvent, { type: 'CallEnded' }>): keyof SpentTime {
  const name = bareName(call);
  if (name === 'waitForPageToSettle') return 'settleMs';
  return builtInNames.includes(name) ? 'browserMs' : 'toolMs';
}
