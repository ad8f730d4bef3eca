import { once } from 'node:events';
import { createServer } from 'node:http';

/** Answers with blanks, one after another, and never ends; or, where it is silent, never begins. */
export async function startTricklingServer({ silent = false } = {}) {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    const trickle = silent ? undefined : setInterval(() => response.write(' '), 20);
    response.on('close', () => {
      clearInterval(trickle);
      left.resolve();
    });
    asked.resolve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`,
    /** Resolves with the first request. */
    asked: asked.promise,
    /** Resolves when whoever waits for an answer has closed the connection. */
    left: left.promise,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
