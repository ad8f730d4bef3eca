import { BrowserStateLost } from '../act/errors.ts';
import type { Clock } from '../act/ports.ts';
import { lossWithoutBrowser } from '../act/progress.ts';
import type { ResolvedInput } from './create-run.ts';
import type { Lease } from './lease.ts';
import type { BrowserHost, RunBrowser } from './ports.ts';
import type { RunRecorder } from './recorder.ts';

/**
 * The browser in which the run can go on: the one that the last hand back named, or a fresh one where nothing is lost
 * by that.
 *
 * @param reclaimed - the living browser of the last hand back
 * @throws EffectUnknown, BrowserStateLost when the run cannot go on in a fresh one
 */
export async function sessionBrowser(
  reclaimed: RunBrowser | undefined,
  input: ResolvedInput,
  { lease, recorder, browsers, clock }: { lease: Lease; recorder: RunRecorder; browsers: BrowserHost; clock: Clock },
): Promise<RunBrowser> {
  const { browserId, act, position } = lease.head;
  // Named by one hand back only: a slice that breaks off leaves the browser at another position than the journal's.
  if (browserId !== undefined) await lease.change({ browserId: undefined });
  if (reclaimed !== undefined) return reclaimed;
  const loss = lossWithoutBrowser(act) ?? (position.act > 0 ? earlierActsLost() : undefined);
  if (loss !== undefined) throw loss;
  const startedAt = clock.now();
  const { startingPage, replayable, guardrails, browser: settings } = input;
  const browser = await browsers.start({ startingPage, replayable, guardrails, settings });
  recorder.record({ type: 'BrowserStarted', browserId: browser.id, durationMs: clock.now() - startedAt });
  return browser;
}

function earlierActsLost(): BrowserStateLost {
  return new BrowserStateLost('the browser in which the earlier acts were performed is gone');
}
