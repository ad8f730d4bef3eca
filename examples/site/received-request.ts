import type { IncomingMessage } from 'node:http';

/** A request as it reached the site, whatever was answered. */
export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Milliseconds since the epoch, when its headers had come. */
  readonly at: number;
  readonly visitor: string;
  /** What a browser says it wants it for, such as `document` or `script`; `undefined` from what is no browser. */
  readonly fetchDest: string | undefined;
  /** Whether a person's click or key is behind it, as far as the browser knows. */
  readonly fetchUser: boolean;
}

export function receivedRequest({ method = '', url = '', headers }: IncomingMessage, visitor: string): ReceivedRequest {
  const dest = headers['sec-fetch-dest'];
  return {
    method,
    path: url,
    at: Date.now(),
    visitor,
    fetchDest: typeof dest === 'string' ? dest : undefined,
    fetchUser: headers['sec-fetch-user'] === '?1',
  };
}
