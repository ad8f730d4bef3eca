/** What travels between the host and the bootstrap of an environment. Payloads are JSON text, as on Lambda. */

export interface Invocation {
  requestId: string;
  /** The event as JSON text. */
  event: string;
  /** When the environment will be killed, in milliseconds since the epoch. */
  deadline: number;
  functionName: string;
  functionArn: string;
  memoryMegabytes: number;
  logStreamName: string;
}

/** An error as Lambda hands it over: the thrown error's `name`, its message and the lines of its stack. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type EnvironmentMessage =
  | { type: 'ready' }
  /** `payload` is JSON text. */
  | { type: 'succeeded'; payload: string }
  /** `fatal`: the environment ends itself after this message. */
  | { type: 'failed'; error: FunctionError; fatal: boolean };
