import { once } from 'node:events';
import type { Server } from 'node:http';
import { closed } from './closed.ts';
import { portOf } from './port-of.ts';

/** Lets a server listen on this machine until it is disposed of. */
export async function listening(server: Server): Promise<{ readonly url: string } & AsyncDisposable> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}`, [Symbol.asyncDispose]: () => closed(server) };
}
