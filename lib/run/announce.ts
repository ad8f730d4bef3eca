import type { Clock } from '../act/ports.ts';
import type { Lease } from './lease.ts';
import { patiently, requestSignal } from './log-delivery.ts';
import type { LogEvent } from './log-event.ts';
import { loggedEvent } from './logged-event.ts';
import type { LogGroup } from './ports.ts';
import type { ResolvedInput } from './resolved-input.ts';

/** CreateRun has a minute in all. */
const PATIENCE_MS = 10_000;

/**
 * Puts a run's first event into the stream of its definition's requests, which proves that the run's log can be written
 * before anything costs money. The run's own stream gets the event as well, with the same id.
 *
 * @throws LogGroupUnwritable
 */
export async function announce(
  requested: LogEvent,
  { workflowDefinitionName, logGroupName }: ResolvedInput,
  { logGroup, lease, clock }: { logGroup: LogGroup; lease: Lease; clock: Clock },
): Promise<void> {
  if (logGroupName === undefined) return;
  const stream = { logGroupName, logStreamName: `${workflowDefinitionName}/requests` };
  const event = loggedEvent(requested, { content: false, key: lease.head.logKey });
  const events = [{ timestamp: Date.parse(requested.at), event }];
  await patiently(() => logGroup.append(stream, events, requestSignal()), { clock, patienceMs: PATIENCE_MS });
}
