import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who sent a request, by the cookie that the site gives to everybody with its first answer. */
export interface Visitor {
  readonly id: string;
  /** For the answer: the cookie of one who came without. */
  readonly headers: Readonly<Record<string, string>>;
}

const COOKIE = /(?:^|;\s*)visitor=([0-9a-f-]{36})(?:;|$)/;

export function visitorOf(request: IncomingMessage): Visitor {
  const known = COOKIE.exec(request.headers.cookie ?? '')?.[1];
  if (known !== undefined) return { id: known, headers: {} };
  const id = randomUUID();
  return { id, headers: { 'set-cookie': `visitor=${id}; Path=/; HttpOnly; SameSite=Lax` } };
}
