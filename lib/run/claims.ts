import { createHash } from 'node:crypto';
import type { ResolvedInput } from './resolved-input.ts';
import { DuplicateRequest, OverlapSkipped, ResumeRefused } from './errors.ts';
import type { JournalStore } from './ports.ts';

/**
 * Makes sure that what an input asks for is done by this execution alone. An execution that claims again has its claim
 * already.
 *
 * @throws DuplicateRequest, OverlapSkipped, ResumeRefused naming the execution that does it
 */
export async function claimAll(input: ResolvedInput, execution: string, store: JournalStore): Promise<void> {
  const { requestId, overlap, resume } = input;
  if (resume !== undefined) {
    const owner = await store.claim(`resume#${resume.execution}`, execution);
    if (owner !== execution)
      throw new ResumeRefused(
        `execution ${resume.execution} was resumed by execution ${owner} already; if that one failed, resume that one`,
      );
  } else if (requestId !== undefined) {
    // Whoever resumes gives the same input again, with the requestId that the failed execution has claimed.
    const owner = await store.claim(`request#${requestId}`, execution);
    if (owner !== execution)
      throw new DuplicateRequest(`requestId '${requestId}' was already used by execution ${owner}`);
  }
  if (overlap === 'skip') await claimSlot(input, execution, store);
}

/** One slot for all executions with the same input; it is free when the run that has it is being closed. */
async function claimSlot(input: ResolvedInput, execution: string, store: JournalStore): Promise<void> {
  const { requestId: _, resume: __, ...same } = input;
  const slot = `slot#${createHash('sha256').update(JSON.stringify(same, inOneOrder)).digest('hex')}`;
  const before = await store.claim(slot, execution);
  if (before === execution) return;
  const owner = (await isOver(before, store)) ? await store.claim(slot, execution, before) : before;
  if (owner !== execution)
    throw new OverlapSkipped(`execution ${owner} with the same input is under way, and the input says overlap: skip`);
}

/** Whether a run does nothing any more: its closing may take a while, and waits for nobody. */
async function isOver(execution: string, store: JournalStore): Promise<boolean> {
  const registered = await store.registeredRun(execution);
  if (registered !== undefined) return registered.state !== undefined;
  const head = await store.readHead(execution);
  return head === undefined || head.closed === true;
}

/** Whoever writes the same input twice may write the keys of its objects in another order. */
function inOneOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
