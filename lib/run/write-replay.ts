import type { LogEvent } from './log-event.ts';
import type { Artifacts, Report } from './ports.ts';
import { readInput } from './resolved-input.ts';
import type { WorkflowResult } from './workflow-result.ts';

const REPLAY = 'replay';

/** What a run leaves that a replay is made of, beside its screenshots. */
export interface ReplayedRun {
  /** Undefined when the run has not been closed. */
  readonly result: WorkflowResult | undefined;
  readonly events: readonly LogEvent[];
}

export interface ReplayPorts {
  /** Those of the run. */
  readonly artifacts: Artifacts;
  readonly report: Report;
}

interface ReplayOptions {
  /** Where the pages are put; default: among the run's artifacts. */
  readonly to?: Artifacts;
  /** What they are called; default: `replay`. */
  readonly name?: string;
  /** How long the screenshots may take, in milliseconds; default: 100 seconds, of the 300 that FinalizeRun has. */
  readonly picturesMs?: number;
}

/** Where a person finds the replay of the run with these artifacts. */
export function replayLocation(artifacts: Artifacts): string {
  return artifacts.location(`${REPLAY}.html`);
}

/** Makes the replay of a run, assembled from its events and screenshots, and gives the place of its (first) page. */
export async function writeReplay(
  { result, events }: ReplayedRun,
  { artifacts, report }: ReplayPorts,
  { to = artifacts, name = REPLAY, picturesMs = 100_000 }: ReplayOptions = {},
): Promise<string> {
  const input = await readInput(artifacts);
  const screenshot = (key: string) => artifacts.get(key);
  for await (const page of report.replayPages({ name, input, result, events, screenshot, picturesMs }))
    await to.put(page.key, page.html, 'text/html; charset=utf-8');
  return to.location(`${name}.html`);
}
