import { setTimeout as delay } from 'node:timers/promises';

/** What a signal ends: sessions first, since their acts are told of to the service before their runs are. */
type Kind = 'session' | 'run';

/** Ends it as failed by this signal. What it throws is nobody's concern any more. */
export type EndBySignal = (signal: NodeJS.Signals) => Promise<unknown>;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** How long ending may take in all, in milliseconds; whoever sent the signal waits. */
const LIMIT_MS = 5_000;

/** Tells our listener from those of users, also when a bundle has a copy of this module. */
const OURS = Symbol.for('nova-act-serverless.signal-listener');

const open: Readonly<Record<Kind, Set<EndBySignal>>> = { session: new Set(), run: new Set() };
let isEnding = false;

const listener = Object.assign((signal: NodeJS.Signals) => void interrupted(signal), { [OURS]: true });

/**
 * Has something ended before SIGINT or SIGTERM ends the process. One listener for each is there while anything is open. The
 * process then dies of the signal as it would have; where it has listeners of its own, it lives as long as they want.
 *
 * @returns to be called when it has ended
 */
export function endOnSignal(kind: Kind, end: EndBySignal): () => void {
  open[kind].add(end);
  listen();
  return () => {
    open[kind].delete(end);
    listen();
  };
}

function listen(): void {
  const isNeeded = isEnding || open.session.size + open.run.size > 0;
  for (const signal of SIGNALS) {
    const isThere = process.listeners(signal).includes(listener);
    // The first in line: one that listens only once is gone from the line when it is called.
    if (isNeeded && !isThere) process.prependListener(signal, listener);
    if (!isNeeded && isThere) process.off(signal, listener);
  }
}

/** Signals that come meanwhile change nothing: npx passes on the one that the terminal has sent already. */
async function interrupted(signal: NodeJS.Signals): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  const isHeardElsewhere = process.listeners(signal).some((each) => !(OURS in each));
  const limit = new AbortController();
  await Promise.race([endAll(signal), delay(LIMIT_MS, undefined, { signal: limit.signal })]);
  // Or else it would keep a process that goes on.
  limit.abort();
  isEnding = false;
  if (isHeardElsewhere) {
    listen();
    return;
  }
  for (const each of SIGNALS) process.off(each, listener);
  process.kill(process.pid, signal);
}

async function endAll(signal: NodeJS.Signals): Promise<void> {
  for (const kind of ['session', 'run'] as const)
    await Promise.allSettled([...open[kind]].map(async (end) => end(signal)));
}
