import type { JsonValue } from '../act/json.ts';
import type { KeptDownload } from '../act/outcome.ts';
import type { StoredOutcome } from './ports.ts';
import type { Run } from './run.ts';

export interface RunError {
  readonly name: string;
  readonly message: string;
  /** The act in which it happened. */
  readonly act?: string;
}

/** The execution's output: small, whatever the acts answered. */
export interface WorkflowResult extends Partial<Run> {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly error?: RunError;
  /** The failed run that this one went on from. */
  readonly resumed?: { readonly execution: string; readonly workflowRunId: string };
  /** Of all acts that this run performed together, to a tenth; those of a run that it resumed are not counted again. */
  readonly timeWorkedSeconds: number;
  readonly acts: readonly ActResultEntry[];
  readonly log?: { readonly logGroupName: string; readonly logStreamName: string };
  readonly replay: string;
}

export interface ActResultEntry {
  readonly id: string;
  readonly actId?: string;
  readonly status: StoredOutcome['status'];
  readonly response?: JsonValue;
  /** Where a response of more than 4 KB is. */
  readonly responseLocation?: string;
  readonly steps: number;
  readonly timeWorkedSeconds: number;
  readonly downloads?: readonly KeptDownload[];
  /** What went with a lost browser and did not come back, a sentence each. */
  readonly lost?: readonly string[];
  /** Where `downloads` and `lost` are as JSON, when the result would be too long with them. */
  readonly detailsLocation?: string;
  /** The execution that performed it, where that was an earlier one. */
  readonly execution?: string;
}

/** Bytes of a message as JSON; Step Functions takes 32 KB for a cause, a state stays under 4, and 100 acts must fit as well. */
const MESSAGE_BYTES = 2_000;

export function resultEntry(outcome: StoredOutcome): ActResultEntry {
  const { id, actId, status, steps, timeWorkedSeconds, responseLocation, execution } = outcome;
  return {
    id,
    ...(actId !== undefined && { actId }),
    status,
    ...(outcome.status === 'SUCCEEDED' && outcome.response !== undefined && { response: outcome.response }),
    ...(responseLocation !== undefined && { responseLocation }),
    steps,
    timeWorkedSeconds,
    ...(outcome.status !== 'SKIPPED' && outcome.downloads && { downloads: outcome.downloads }),
    ...(outcome.status !== 'SKIPPED' && outcome.lost && { lost: outcome.lost.map(shortened) }),
    ...(execution !== undefined && { execution }),
  };
}

export function shortened(message: string): string {
  if (jsonBytes(message) <= MESSAGE_BYTES) return message;
  let cut = message.slice(0, MESSAGE_BYTES);
  while (jsonBytes(cut) > MESSAGE_BYTES) cut = cut.slice(0, (cut.length * MESSAGE_BYTES) / jsonBytes(cut));
  return `${cut.toWellFormed()}…`;
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
