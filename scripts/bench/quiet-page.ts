import { once } from 'node:events';
import { createServer } from 'node:http';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';

const HTML = `<!doctype html>
<meta charset="utf-8" />
<title>Quiet</title>
<link rel="icon" href="data:," />
<style>button { position: fixed; top: 0; left: 0; width: 400px; height: 200px; font-size: 40px }</style>
<button onclick="this.textContent = Number(this.textContent) + 1">0</button>
`;

/** A click on the page's button and a look at what it did: the calls that the service gives for one click. */
export const clickAndLook: readonly PlannedCall[] = [
  { name: 'think', input: ['Click the button.'] },
  { name: 'agentClick', input: ['<box>50,100,150,300</box>'] },
  { name: 'waitForPageToSettle', input: [] },
  { name: 'takeObservation', input: [] },
];

/** A page on 127.0.0.1: one that does nothing but count the clicks on its button, at once, unless another is given. */
export async function startQuietPage(html = HTML): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the page has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
