import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { ServiceFault, serviceErrorStatus } from './service-fault.ts';

/** What is sent back; `drop` closes the connection without an answer. */
export type Reply =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | 'drop';

export function success(status: number, output: object): Reply {
  return { status, headers: {}, body: JSON.stringify(output) };
}

/** @throws the error itself when it is not one of the service's: it is the emulator's own mistake. */
export function failure(error: unknown): Reply {
  if (!(error instanceof ServiceFault)) throw error;
  const { name, message, members, retryAfterSeconds } = error;
  const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return {
    status: serviceErrorStatus[name],
    headers: { 'x-amzn-errortype': name, ...retryAfter },
    body: JSON.stringify({ message, ...members }),
  };
}

export function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'drop') {
    response.destroy();
    return;
  }
  const { status, headers, body } = reply;
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers });
  response.end(body);
}
