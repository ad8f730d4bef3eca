import { once } from 'node:events';
import type { Server } from 'node:http';

/** Closes a server whose clients may hold their connections open; resolves when it is closed. */
export async function closed(server: Server): Promise<void> {
  // Listened for first: a server without connections closes at once.
  const over = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await over;
}
