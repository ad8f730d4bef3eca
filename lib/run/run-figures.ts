import { bareName, builtInNames } from '../act/decode-call.ts';
import type { LogEvent } from './log-event.ts';

/** Where time went, in milliseconds; together it is the time worked. */
export interface SpentTime {
  /** The service thought: InvokeActStep, from the request to its answer. */
  readonly modelMs: number;
  /** Actions and observations in the browser. */
  readonly browserMs: number;
  /** Pages were waited for until they had settled. */
  readonly settleMs: number;
  /** The user's tools. */
  readonly toolMs: number;
  /** Waited because the service throttled. */
  readonly throttledMs: number;
  /** Everything else: journal, artifacts, slices that began. */
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
  /** How often the service throttled. */
  readonly throttles: number;
}

const NOTHING: SpentTime = { modelMs: 0, browserMs: 0, settleMs: 0, toolMs: 0, throttledMs: 0, overheadMs: 0 };

/** The figures of each act that has begun, in order. */
export function actFigures(events: readonly LogEvent[]): ActFigures[] {
  const ids = [...new Set(events.flatMap(({ act }) => act ?? []))];
  return ids.map((id) => {
    const own = events.filter(({ act }) => act === id);
    const outcome = own.findLast((event) => event.type === 'ActEnded')?.outcome;
    const timeWorkedSeconds = outcome?.timeWorkedSeconds ?? 0;
    const spent = own.map(spentBy).reduce(added, NOTHING);
    const known = Object.values(spent).reduce((sum, ms) => sum + ms, 0);
    const steps = outcome?.steps ?? own.filter(({ type }) => type === 'StepAnswered').length;
    return { id, steps, timeWorkedSeconds, ...spent, overheadMs: Math.max(0, timeWorkedSeconds * 1000 - known) };
  });
}

/** The figures of the whole run. */
export function runFigures(events: readonly LogEvent[]): RunFigures {
  const acts = actFigures(events);
  const tenths = acts.reduce((sum, { timeWorkedSeconds }) => sum + Math.round(timeWorkedSeconds * 10), 0);
  return {
    acts: acts.length,
    steps: acts.reduce((sum, { steps }) => sum + steps, 0),
    timeWorkedSeconds: tenths / 10,
    restores: events.filter(({ type }) => type === 'BrowserRestored').length,
    throttles: events.filter((event) => event.type === 'StepAskedAgain' && event.waitedMs > 0).length,
    ...acts.reduce(added, NOTHING),
  };
}

function added(one: SpentTime, other: SpentTime): SpentTime {
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
  if (event.type === 'StepAnswered') return { ...NOTHING, modelMs: event.durationMs };
  if (event.type === 'StepAskedAgain') return { ...NOTHING, throttledMs: event.waitedMs };
  if (event.type !== 'CallEnded') return NOTHING;
  const name = bareName(event);
  if (name === 'waitForPageToSettle') return { ...NOTHING, settleMs: event.durationMs };
  return builtInNames.includes(name)
    ? { ...NOTHING, browserMs: event.durationMs }
    : { ...NOTHING, toolMs: event.durationMs };
}
