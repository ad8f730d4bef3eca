import { BrowserStateLost } from '../act/errors.ts';
import { hasEffectsLeft, lossSinceCheckpoint, toldOfLoss, withLost, type AfterLoss } from '../act/loss.ts';
import type { Clock, Journal, Secrets } from '../act/ports.ts';
import { readCheckpoint, type CheckpointPorts } from './checkpoints.ts';
import type { ResolvedInput } from './resolved-input.ts';
import type { Lease } from './lease.ts';
import type { BrowserHost, RunBrowser } from './ports.ts';
import type { RunRecorder } from './recorder.ts';

export interface SessionBrowserPorts extends CheckpointPorts {
  readonly lease: Lease;
  /** Of the act that is to go on. */
  readonly journal: Journal;
  readonly recorder: RunRecorder;
  readonly browsers: BrowserHost;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/**
 * The browser in which the run can go on: the one that the last hand back named, or a fresh one, restored from the
 * checkpoint. What is lost by that ends the act, or its agent is told.
 *
 * @param reclaimed - the living browser of the last hand back
 * @throws EffectUnknown, BrowserStateLost when the act cannot go on in a fresh one
 * @throws CheckpointUnreadable, SecretUnavailable
 */
export async function sessionBrowser(
  reclaimed: RunBrowser | undefined,
  input: ResolvedInput,
  { afterLoss, toolNames }: { readonly afterLoss: AfterLoss; readonly toolNames: ReadonlySet<string> },
  ports: SessionBrowserPorts,
): Promise<RunBrowser> {
  const { lease, journal, recorder, browsers, secrets, clock } = ports;
  const { browserId, checkpoint } = lease.head;
  // Named by one hand back only: a slice that breaks off leaves the browser at another position than the journal's.
  if (browserId !== undefined) await lease.change({ browserId: undefined });
  if (reclaimed !== undefined) return reclaimed;
  const loss = lossSinceCheckpoint(journal.progress);
  if (loss !== undefined && afterLoss === 'fail') throw loss;

  const startedAt = clock.now();
  const { startingPage, replayable, guardrails, browser: settings } = input;
  const state = checkpoint && (await readCheckpoint(checkpoint, ports));
  const forms = afterLoss === 'fail' ? 'unseen' : 'told';
  const filled = input.acts.slice(0, lease.head.position.act).flatMap((act) => ('fill' in act ? act.fill.secret : []));
  const known = state === undefined ? [] : await Promise.all(filled.map((name) => secrets.read(name)));
  const { browser, lost } = await browsers.start({
    startingPage,
    replayable,
    guardrails,
    settings,
    ...(state !== undefined && { restore: { state, forms, secrets: known } }),
  });
  const started = { browserId: browser.id, durationMs: clock.now() - startedAt };
  recorder.record(
    state === undefined ? { type: 'BrowserStarted', ...started } : { type: 'BrowserRestored', ...started, lost },
  );
  if (loss === undefined && lost.length === 0) {
    // Nothing is lost; but effects that are left go by a look at another browser's page, so the agent looks again.
    const isToLook = hasEffectsLeft(journal.progress, toolNames);
    const looking = isToLook ? toldOfLoss(journal.progress, [], toolNames) : undefined;
    if (looking) await journal.save(looking);
    return browser;
  }

  const unsaid = loss ?? new BrowserStateLost(`the page could not be brought back: ${lost.join('; ')}`);
  const told = afterLoss === 'fail' ? undefined : toldOfLoss(journal.progress, lost, toolNames);
  if (told === undefined) {
    journal.note(withLost(journal.progress, lost));
    throw unsaid;
  }
  await journal.save(told);
  return browser;
}
