import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** An answer as it goes over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is sent back; `drop` closes the connection without an answer. */
export type Reply = Answer | 'drop';

export function success(status: number, output: object): Answer {
  return { status, headers: {}, body: JSON.stringify(output) };
}

export function send(response: ServerResponse, reply: Reply, requestIdHeader: string): void {
  if (reply === 'drop') {
    response.destroy();
    return;
  }
  const { status, headers, body } = reply;
  response.writeHead(status, { 'content-type': 'application/json', [requestIdHeader]: randomUUID(), ...headers });
  response.end(body);
}
