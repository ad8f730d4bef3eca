import type { JsonValue } from '../../act/json.ts';
import type { EnvironmentMessage } from './messages.ts';
import {
  type EnvironmentEnd,
  environmentError,
  type ErrorNames,
  payloadLimit,
  responseTooLarge,
} from './platform-errors.ts';

/** What an invocation gave back. `trace` is the stack, line by line, where a handler threw an `Error`. */
export type InvocationResult =
  | { ok: true; payload: JsonValue }
  | { ok: false; errorType: string; errorMessage: string; trace?: string[] };

/** What can follow when an environment was asked for something. */
export type Reply = EnvironmentMessage | EnvironmentEnd;

/** The result that a reply stands for. */
export function invocationResult(reply: Reply, requestId: string, errorNames: ErrorNames): InvocationResult {
  switch (reply.type) {
    case 'succeeded':
      return Buffer.byteLength(reply.payload) > payloadLimit.response
        ? { ok: false, ...responseTooLarge() }
        : { ok: true, payload: JSON.parse(reply.payload) };
    case 'failed':
      return { ok: false, ...reply.error };
    case 'ready':
      throw new Error('The environment said twice that it was ready.');
    case 'timedOut':
    case 'outOfMemory':
    case 'exited':
      return { ok: false, ...environmentError(reply, requestId, errorNames) };
  }
}
