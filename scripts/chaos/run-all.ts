import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './case.ts';
import { brokenPromises, endingName } from './promises.ts';
import { runCase } from './run-case.ts';

export interface Verdict {
  readonly case: Case;
  /** SUCCEEDED, or how the run failed. */
  readonly ending: string;
  /** Whether all its faults came, and each had something to hit. */
  readonly isHit: boolean;
  /** What the run did that it must not, a sentence each. */
  readonly broken: readonly string[];
  /** Kept when something is broken. */
  readonly directory: string;
  readonly durationMs: number;
}

export interface Workshop {
  /** Of the handlers' test build. */
  readonly bundles: string;
  /** Below it each case has a directory of its own. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** Runs the cases, so many at a time, and tells of each as soon as it is over. */
export async function runAll(
  cases: readonly Case[],
  parallel: number,
  workshop: Workshop,
  tell: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const waiting = cases.values();
  const work = async () => {
    for (const one of waiting) {
      if (workshop.signal.aborted) return;
      const verdict = await judge(one, workshop);
      // A run that was stopped has kept nothing, and says nothing.
      if (workshop.signal.aborted) return;
      verdicts.push(verdict);
      tell(verdict);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return verdicts;
}

/** Runs one case and looks at what it did. */
async function judge(one: Case, { bundles, signal, ...workshop }: Workshop): Promise<Verdict> {
  const directory = join(workshop.directory, one.name.replaceAll(/[^\w]+/g, '-'));
  const record = await runCase(one, { bundles, directory, signal });
  const { hits, durationMs } = record;
  const broken = brokenPromises(record, one);
  if (broken.length === 0) rmSync(directory, { recursive: true, force: true });
  else writeFileSync(join(directory, 'record.json'), JSON.stringify({ ...record, broken }, null, 2));
  const isHit = hits.length === one.faults.length && hits.every(({ hadTarget }) => hadTarget);
  return { case: one, ending: endingName(record.ended), isHit, broken, directory, durationMs };
}
