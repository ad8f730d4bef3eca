import type { LogEvent } from '../../lib/run/log-event.ts';

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
  'settleMs',
  'observeMs',
  'operation',
  'status',
  'reason',
  'browserId',
]);

/**
 * What the functions' logs tell of a run's event: nothing of its content. Of an error its name is told, which is one of
 * ours, and never its message.
 */
export function eventFields(event: LogEvent): Readonly<Record<string, unknown>> {
  const kept = Object.entries(event).filter(([key]) => WITHOUT_CONTENT.has(key));
  return { ...Object.fromEntries(kept), ...ending(event), ...pageNews(event) };
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
