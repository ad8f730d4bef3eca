import type { JsonValue } from './json.ts';

/** One thing the service asks for. An array input is a built-in action's arguments, an object input a tool's. */
export interface Call {
  readonly callId: string;
  readonly name: string;
  readonly input: JsonValue;
}

/** The service's answer to InvokeActStep. */
export interface Step {
  readonly stepId: string;
  readonly calls: readonly Call[];
}

/** What a call gave back, as the service wants it: JSON text, or `ErrorName: message`. */
export interface CallResult {
  readonly callId: string;
  readonly text: string;
}
