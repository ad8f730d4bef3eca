import { readdir, readFile } from 'node:fs/promises';
import type { Server, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { chromiumFromPackage } from '../../lib/browser/chromium-package.ts';

type Answer = (parameters: URLSearchParams, response: ServerResponse) => Promise<void>;

const EVENT_EVERY_MS = 40;
const IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200"/></svg>';

/** Answers that pages of test/site/settle wait for, by their paths. `?after=MS` was waited for before. */
export const slowAnswers: Readonly<Record<string, Answer>> = {
  /** `?pieces=N&every=MS`: a body in so many pieces, the first one at once. */
  async '/stream'(parameters, response) {
    response.writeHead(200, { 'content-type': 'text/plain' });
    for (let piece = 0; piece < Number(parameters.get('pieces')); piece += 1) {
      if (piece > 0) await delay(Number(parameters.get('every')), undefined, { ref: false });
      response.write(`piece ${piece}\n`);
    }
    response.end();
  },
  /** Events without end. */
  async '/events'(_, response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let count = 0; !response.destroyed; count += 1) {
      response.write(`data: ${count}\n\n`);
      await delay(EVENT_EVERY_MS, undefined, { ref: false });
    }
  },
  async '/image'(_, response) {
    response.writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' }).end(IMAGE);
  },
  async '/font'(_, response) {
    response.writeHead(200, { 'content-type': 'font/ttf', 'cache-control': 'no-store' }).end(await aFont());
  },
};

/** Lets web sockets in, after `?after=MS`. To a text, which is a number, they answer after so many milliseconds. */
export function answerSockets(server: Server): Disposable {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const after = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('after');
    setTimeout(
      () => sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('open', opened)),
      Number(after),
    );
  });
  sockets.on('open', (opened: WebSocket) => {
    opened.addEventListener('message', ({ data }) => setTimeout(() => opened.send('answer'), Number(data)));
  });
  return {
    [Symbol.dispose]() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

async function aFont(): Promise<Buffer> {
  const folder = join(dirname(await chromiumFromPackage()), 'fonts');
  const names = await readdir(folder, { recursive: true });
  const name = names.find((each) => each.endsWith('.ttf'));
  if (!name) throw new Error(`no font in ${folder}`);
  return await readFile(join(folder, name));
}
