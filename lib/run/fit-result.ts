import { putDetails, putResponse } from './outcome-store.ts';
import type { Artifacts } from './ports.ts';
import type { ActResultEntry, WorkflowResult } from './workflow-result.ts';

/** Bytes of the result; what does not fit is named by its place. */
const RESULT_BYTES_LIMIT = 32_000;

/**
 * Many answers that are short by themselves can be too long together: then the longest are named by their place, and if
 * that is not enough, the longest lists of what acts downloaded and lost.
 */
export async function fitted(result: WorkflowResult, artifacts: Artifacts): Promise<WorkflowResult> {
  const acts = [...result.acts];
  for (const shorten of [withoutResponse, withoutDetails]) {
    const bySize = [...acts.entries()].toSorted(([, one], [, other]) => bytes(other) - bytes(one));
    for (const [index, entry] of bySize) {
      if (bytes({ ...result, acts }) <= RESULT_BYTES_LIMIT) return { ...result, acts };
      acts[index] = await shorten(entry, index, artifacts);
    }
  }
  return { ...result, acts };
}

async function withoutResponse(entry: ActResultEntry, index: number, artifacts: Artifacts): Promise<ActResultEntry> {
  const { response, ...rest } = entry;
  if (response === undefined) return entry;
  return { ...rest, responseLocation: await putResponse(index, response, artifacts) };
}

async function withoutDetails(entry: ActResultEntry, index: number, artifacts: Artifacts): Promise<ActResultEntry> {
  const { downloads, lost, ...rest } = entry;
  if (downloads === undefined && lost === undefined) return entry;
  return { ...rest, detailsLocation: await putDetails(index, { downloads, lost }, artifacts) };
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
