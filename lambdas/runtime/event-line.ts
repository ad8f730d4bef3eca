import type { LogEvent } from '../../lib/run/log-event.ts';
import type { Storage } from './configuration.ts';

/** What says nothing of what was read or typed. */
const WITHOUT_CONTENT = new Set([
  'v',
  'seq',
  'eventId',
  'at',
  'execution',
  'act',
  'type',
  'workflowDefinitionName',
  'workflowRunId',
  'sessionId',
  'actId',
  'step',
  'stepId',
  'callId',
  'name',
  'durationMs',
  'waitedMs',
  'status',
  'reason',
  'browserId',
]);

/**
 * A run's event as a line of the function's log: whole on this machine, where the command line shows it; without any
 * content on AWS, where the function's log has other readers than the run's. Of an error its name is told, which is
 * one of ours, and never its message.
 */
export function eventLine(event: LogEvent, where: Storage['kind']): string {
  if (where === 'local') return JSON.stringify(event);
  const kept = Object.entries(event).filter(([key]) => WITHOUT_CONTENT.has(key));
  return JSON.stringify({ level: 'INFO', ...Object.fromEntries(kept), ...ending(event), ...pageNews(event) });
}

/** Of what a page did, no more than which kind of thing it was, and how large. */
function pageNews(event: LogEvent): { kind?: string; bytes?: number } {
  if (event.type === 'PageNotice') return { kind: event.notice.kind };
  return event.type === 'Downloaded' ? { bytes: event.download.bytes } : {};
}

/** How what the event tells of ended. */
function ending(event: LogEvent): { status?: string; error?: string | undefined } {
  if ('outcome' in event)
    return {
      status: event.outcome.status,
      ...(event.outcome.status === 'FAILED' && { error: event.outcome.error.name }),
    };
  return 'error' in event ? { error: event.error?.name } : {};
}
