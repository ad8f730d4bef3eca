import { putResponse } from './outcome-store.ts';
import type { Artifacts } from './ports.ts';
import type { WorkflowResult } from './workflow-result.ts';

/** Bytes of the result; what does not fit is named by its place. */
const RESULT_BYTES_LIMIT = 32_000;

/** Many answers that are short by themselves can be too long together: then the longest are named by their place. */
export async function fitted(result: WorkflowResult, artifacts: Artifacts): Promise<WorkflowResult> {
  const acts = [...result.acts];
  const bySize = acts.map((_, index) => index).toSorted((one, other) => bytes(acts[other]) - bytes(acts[one]));
  for (const index of bySize) {
    if (bytes({ ...result, acts }) <= RESULT_BYTES_LIMIT) break;
    const entry = acts[index];
    if (entry?.response === undefined) continue;
    const { response, ...rest } = entry;
    acts[index] = { ...rest, responseLocation: await putResponse(index, response, artifacts) };
  }
  return { ...result, acts };
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
