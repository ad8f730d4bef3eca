import { runFigures } from '../../lib/run/run-figures.ts';
import type { TimedEvent } from '../../lib/run/ports.ts';
import type { Happening, LogEvent } from '../../lib/run/log-event.ts';

/** The happenings as events, a second after one another, from midnight on. */
export function eventsOf(happenings: readonly Happening[], act?: string): LogEvent[] {
  return happenings.map((happening, index) => ({
    v: 1,
    eventId: `run-${index}`,
    seq: index + 1,
    at: new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString(),
    execution: 'run',
    ...(act !== undefined && { act }),
    ...happening,
  }));
}

/** An event of this time, told by its browser's id. */
export function eventAt(at: string, browserId: string): LogEvent {
  return { v: 1, eventId: browserId, seq: 1, at, execution: 'run', type: 'BrowserStarted', browserId, durationMs: 1 };
}

/** Of a run in which nothing happened. */
export const NO_FIGURES = runFigures([]);

/** The events as they go to a log group. */
export function timed(events: readonly LogEvent[]): TimedEvent[] {
  return events.map((event) => ({ timestamp: Date.parse(event.at), event }));
}
