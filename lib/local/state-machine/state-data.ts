import type { JsonValue } from '../../act/json.ts';
import { StateError } from './state-error.ts';

/** The service's hard limit for each input, output, payload and Assign, in bytes of UTF-8 JSON. */
const stateBytesLimit = 256 * 1024;

const allVariablesLimit = 10 * 1024 * 1024;

const bytesOf = (value: JsonValue): number => Buffer.byteLength(JSON.stringify(value));

/** Weighs every value that crosses the state machine, and remembers the heaviest. */
export class StateData {
  largestBytes = 0;
  variables: Readonly<Record<string, JsonValue>> = {};

  /** The value's size in bytes. Throws `States.DataLimitExceeded` above 256 KiB. */
  weigh(value: JsonValue, what: string): number {
    const bytes = bytesOf(value);
    this.largestBytes = Math.max(this.largestBytes, bytes);
    if (bytes > stateBytesLimit) {
      throw new StateError(
        'States.DataLimitExceeded',
        `The ${what} has ${bytes} bytes, more than the ${stateBytesLimit} that a state may pass on.`,
      );
    }
    return bytes;
  }

  /** Adds variables, all at once. Throws `States.DataLimitExceeded` when all together pass 10 MiB. */
  assign(assigned: Readonly<Record<string, JsonValue>>): void {
    const variables = { ...this.variables, ...assigned };
    const bytes = bytesOf(variables);
    if (bytes > allVariablesLimit) {
      throw new StateError(
        'States.DataLimitExceeded',
        `The variables have ${bytes} bytes, more than the ${allVariablesLimit} of one execution.`,
      );
    }
    this.variables = variables;
  }
}
