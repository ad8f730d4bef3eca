import { createHash } from 'node:crypto';
import { NOT_STARTED } from '../act/progress.ts';
import { JournalUnreadable } from './errors.ts';
import type { Head } from './head.ts';
import type { Artifacts, JournalStore } from './ports.ts';

/** An act's progress of more bytes than this stands among the artifacts. A journal's item holds 400 KB. */
const KEPT_IN_HEAD_BYTES = 64 * 1024;

/**
 * The journal with heads of any size: a step whose calls or results are too large for an item is kept among the
 * artifacts, and the head names it. Only what the head names counts.
 */
export function spillingStore(store: JournalStore, artifacts: Artifacts): JournalStore {
  const fitting = (head: Head) => fittingHead(head, artifacts);
  return {
    readHead: async (execution) => {
      const head = await store.readHead(execution);
      return head?.spilledAct === undefined ? head : wholeHead(head, head.spilledAct, artifacts);
    },
    createHead: async (head) => store.createHead(await fitting(head)),
    replaceHead: async (head, expected) => store.replaceHead(await fitting(head), expected),
    putOutcome: (...outcome) => store.putOutcome(...outcome),
    readOutcomes: (execution) => store.readOutcomes(execution),
    claim: (...claim) => store.claim(...claim),
    registerRun: (...registered) => store.registerRun(...registered),
    registeredRun: (execution) => store.registeredRun(execution),
    changeRegistered: (...registered) => store.changeRegistered(...registered),
    openRuns: () => store.openRuns(),
  };
}

async function fittingHead(head: Head, artifacts: Artifacts): Promise<Head> {
  const body = JSON.stringify(head.act);
  if (body.length <= KEPT_IN_HEAD_BYTES / 3 || Buffer.byteLength(body) <= KEPT_IN_HEAD_BYTES) return head;
  // Named by its content: whoever else writes it writes the same.
  const key = `spilled/${createHash('sha256').update(body).digest('hex')}.json`;
  await artifacts.put(key, body, 'application/json');
  return { ...head, act: NOT_STARTED, spilledAct: key };
}

async function wholeHead({ spilledAct: _, ...head }: Head, key: string, artifacts: Artifacts): Promise<Head> {
  const body = await artifacts.get(key);
  if (body === undefined) throw new JournalUnreadable(`the step of execution ${head.execution} at ${key} is gone`);
  const act: Head['act'] = JSON.parse(new TextDecoder().decode(body));
  return { ...head, act };
}
