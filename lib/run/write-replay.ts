import type { LogEvent } from './log-event.ts';
import type { Artifacts, Report } from './ports.ts';
import type { WorkflowResult } from './workflow-result.ts';

const REPLAY = 'replay.html';

/** Where a person finds the replay of the run with these artifacts. */
export function replayLocation(artifacts: Artifacts): string {
  return artifacts.location(REPLAY);
}

/** Puts the replay among the run's artifacts, assembled from its events and screenshots. */
export async function writeReplay(
  { result, events }: { result: WorkflowResult; events: readonly LogEvent[] },
  { artifacts, report }: { artifacts: Artifacts; report: Report },
): Promise<void> {
  const page = await report.replayPage({ result, events, screenshot: (key) => artifacts.get(key) });
  await artifacts.put(REPLAY, page, 'text/html; charset=utf-8');
}
