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
  readonly acts: readonly ActResultEntry[];
  readonly log?: { readonly logGroupName: string; readonly logStreamName: string };
  readonly replay: string;
}

interface ActResultEntry {
  readonly id: string;
  readonly actId?: string;
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly response?: JsonValue;
  /** Where a response of more than 4 KB is. */
  readonly responseLocation?: string;
  readonly steps: number;
  readonly timeWorkedSeconds: number;
  readonly downloads?: readonly KeptDownload[];
}

/** A message in the result; Step Functions takes 32 KB for a cause, and 100 acts must fit as well. */
const MESSAGE_LIMIT = 2_000;

export function resultEntry(outcome: StoredOutcome): ActResultEntry {
  const { id, actId, status, steps, timeWorkedSeconds, responseLocation, downloads } = outcome;
  return {
    id,
    ...(actId !== undefined && { actId }),
    status,
    ...(outcome.status === 'SUCCEEDED' && outcome.response !== undefined && { response: outcome.response }),
    ...(responseLocation !== undefined && { responseLocation }),
    steps,
    timeWorkedSeconds,
    ...(downloads && { downloads }),
  };
}

export function shortened(message: string): string {
  return message.length > MESSAGE_LIMIT ? `${message.slice(0, MESSAGE_LIMIT)}…` : message;
}
