import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowResult } from '../../run/workflow-result.ts';

/** The result of a run of this machine; undefined while FinalizeRun has not written it. */
export function readResult(out: string, execution: string): WorkflowResult | undefined {
  const path = join(out, 'runs', execution, 'result.json');
  if (!existsSync(path)) return undefined;
  const result: WorkflowResult = JSON.parse(readFileSync(path, 'utf8'));
  return result;
}
