import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EgressProxy } from '../../../lib/browser/proxy/egress-proxy.ts';
import type { Failure } from '../../../lib/browser/proxy/failures.ts';
import { startLoopbackProxy } from '../../support/egress.ts';
import { portOf } from '../../support/port-of.ts';

/** A site that sends the beginning of an endless download, and tells when its connection is gone. */
async function endlessSite() {
  const arrived = Promise.withResolvers<Socket>();
  const server = createServer((request, response) => {
    arrived.resolve(request.socket);
    response.write('the beginning');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: portOf(server), host: `127.0.0.1:${portOf(server)}`, arrived: arrived.promise };
}

/** As Chromium asks for a page over HTTP. */
async function get(proxyPort: number, url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const { host } = new URL(url);
  const asked = httpRequest({ host: '127.0.0.1', port: proxyPort, path: url, headers: { host, ...headers } }).end();
  const [response]: IncomingMessage[] = await once(asked, 'response');
  if (!response) throw new Error('no response');
  return response;
}

/** As Chromium asks for everything else. */
async function tunnel(proxyPort: number, host: string): Promise<{ socket: Socket; answer: string }> {
  const socket = connect(proxyPort, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  return { socket, answer: String(answer) };
}

/** Resolves when the socket is gone, and to false when that takes longer than a moment. */
async function isCut(socket: Socket): Promise<boolean> {
  socket.on('error', () => undefined).resume();
  if (socket.closed) return true;
  // Not `once` of node:events, which takes the error of a connection that is reset for its own.
  const closed = new Promise<boolean>((resolve) => {
    socket.once('close', () => resolve(true));
  });
  return Promise.race([closed, delay(500, false)]);
}

describe('a proxy that does not forward', () => {
  test('is how it starts: nobody is let in', async () => {
    await using proxy = await EgressProxy.start({ access: { allowLoopback: true, allowHosts: [] } });
    const { host } = await endlessSite();
    expect(proxy.forwarding).toBe(false);
    await expect(get(proxy.port, `http://${host}/`)).rejects.toThrow(/ECONNRESET|socket hang up/);
  });

  test('cuts a download that is under way, on both sides and at once', async () => {
    await using proxy = await startLoopbackProxy();
    const { host, arrived } = await endlessSite();
    const response = await get(proxy.port, `http://${host}/`);
    await once(response, 'data');
    response.on('error', () => undefined);

    proxy.forwarding = false;

    expect(await Promise.all([isCut(response.socket), isCut(await arrived)])).toEqual([true, true]);
  });

  test('cuts a tunnel on both sides, and what is still on its way in it is not delivered', async () => {
    await using proxy = await startLoopbackProxy();
    const received: string[] = [];
    const site = createTcpServer((accepted) => accepted.on('data', (data) => received.push(String(data))));
    const accepted = once(site, 'connection');
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    onTestFinished(() => void site.close());
    const { socket, answer } = await tunnel(proxy.port, `127.0.0.1:${portOf(site)}`);
    expect(answer).toContain('200');
    const [atSite]: Socket[] = await accepted;
    if (!atSite) throw new Error('nobody connected');

    proxy.forwarding = false;
    socket.on('error', () => undefined).write('too late');

    expect(await Promise.all([isCut(socket), isCut(atSite)])).toEqual([true, true]);
    expect(received).toEqual([]);
  });

  test('looks by itself whether it may, also before anybody has switched it off', async () => {
    let may = true;
    await using proxy = await EgressProxy.start({
      access: { allowLoopback: true, allowHosts: [] },
      mayForward: () => may,
    });
    proxy.forwarding = true;
    const received: string[] = [];
    const site = createTcpServer((accepted) => accepted.on('data', (data) => received.push(String(data))));
    const accepted = once(site, 'connection');
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    onTestFinished(() => void site.close());
    const { socket } = await tunnel(proxy.port, `127.0.0.1:${portOf(site)}`);
    const waiting = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await once(waiting, 'connect');
    socket.on('error', () => undefined).write('in time');
    const [atSite]: Socket[] = await accepted;
    if (!atSite) throw new Error('nobody connected');
    await vi.waitUntil(() => received.length > 0, { timeout: 2_000 });

    may = false;
    socket.write('too late');
    waiting.write(`GET http://127.0.0.1:${portOf(site)}/ HTTP/1.1\r\nHost: a\r\n\r\n`);

    expect(await Promise.all([isCut(socket), isCut(atSite), isCut(waiting)])).toEqual([true, true, true]);
    expect(received).toEqual(['in time']);
    expect(proxy.forwarding).toBe(false);
  });

  test('dials nobody when it is switched off during a look-up', async () => {
    const looking = Promise.withResolvers<void>();
    const found = Promise.withResolvers<void>();
    const connections: Socket[] = [];
    const site = createTcpServer((socket) => connections.push(socket));
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    onTestFinished(() => void site.close());
    await using proxy = await EgressProxy.start({
      access: { allowLoopback: true, allowHosts: [] },
      resolve: async () => {
        looking.resolve();
        await found.promise;
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    proxy.forwarding = true;
    const asked = get(proxy.port, `http://slow.test:${portOf(site)}/`).catch(String);
    await looking.promise;

    proxy.forwarding = false;
    proxy.forwarding = true;
    found.resolve();

    expect(await asked).toContain('socket hang up');
    // A later request over the same road has come through; an earlier one would have as well.
    await tunnel(proxy.port, `127.0.0.1:${portOf(site)}`);
    expect(connections).toHaveLength(1);
    for (const connection of connections) connection.destroy();
  });

  test('forwards again when it is told to', async () => {
    await using proxy = await startLoopbackProxy();
    const { host } = await endlessSite();
    proxy.forwarding = false;
    proxy.forwarding = true;
    const response = await get(proxy.port, `http://${host}/`);
    expect(response.statusCode).toBe(200);
    response.on('error', () => undefined).destroy();
  });
});

test('a proxy whose process is killed lets go of the site at once', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../support/proxy-and-stay.ts')]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  const { host, arrived } = await endlessSite();
  const response = await get(Number(String(said)), `http://${host}/`);
  response.on('error', () => undefined);

  child.kill('SIGKILL');

  expect(await isCut(await arrived)).toBe(true);
});

describe('a refused request', () => {
  test('is answered with its host and the reason, and told', async () => {
    const failures: Failure[] = [];
    await using proxy = await EgressProxy.start({
      access: { allowLoopback: false, allowHosts: [] },
      onFailure: (failure) => failures.push(failure),
    });
    proxy.forwarding = true;
    const response = await get(proxy.port, 'http://169.254.169.254/latest/meta-data/');
    expect(response.statusCode).toBe(403);
    expect(await text(response)).toMatch(/^169\.254\.169\.254:80 is out of reach for pages: .* the local link/);
    const { answer } = await tunnel(proxy.port, '10.0.0.1:443');
    expect(answer).toMatch(/^HTTP\/1\.1 403 [^]*10\.0\.0\.1:443 is out of reach for pages/);
    expect(failures).toMatchObject([
      { kind: 'refused', target: { host: '169.254.169.254', port: 80 } },
      { kind: 'refused', target: { host: '10.0.0.1', port: 443 } },
    ]);
  });

  test.for(['2130706433:80', '0x7f.1:80', '[::ffff:7f00:1]:80', '127.0.0.1.:80'])(
    'cannot hide this machine in a tunnel to %s',
    async (host) => {
      await using proxy = await EgressProxy.start({ access: { allowLoopback: false, allowHosts: [] } });
      proxy.forwarding = true;
      expect((await tunnel(proxy.port, host)).answer).toMatch(/^HTTP\/1\.1 403 /);
    },
  );

  test.for(['http://user:p%zz@127.0.0.1/', 'http://a@b.test/'])(
    'is every one with a password in its address: %s',
    async (url) => {
      await using proxy = await startLoopbackProxy();
      expect((await get(proxy.port, url)).statusCode).toBe(403);
    },
  );
});

describe('a forwarded request', () => {
  test('tells the site nothing of the proxy', async () => {
    await using proxy = await startLoopbackProxy();
    const server = createServer((request, response) => void response.end(JSON.stringify(request.headers)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const host = `127.0.0.1:${portOf(server)}`;
    const response = await get(proxy.port, `http://${host}/`, { 'proxy-connection': 'keep-alive', 'x-own': 'kept' });
    expect(JSON.parse(await text(response))).toEqual({ host, 'x-own': 'kept', connection: 'close' });
  });

  test('brings the headers of a stream before its first byte', async () => {
    await using proxy = await startLoopbackProxy();
    const server = createServer((_, response) => response.writeHead(200, { 'x-stream': 'yes' }).flushHeaders());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => server.closeAllConnections());
    const response = await get(proxy.port, `http://127.0.0.1:${portOf(server)}/`);
    expect(response.headers['x-stream']).toBe('yes');
    response.on('error', () => undefined).destroy();
    server.close();
  });

  test('that reaches nobody ends without an answer, and its failure has a name', async () => {
    const failures: Failure[] = [];
    await using proxy = await EgressProxy.start({
      access: { allowLoopback: true, allowHosts: [] },
      onFailure: (failure) => failures.push(failure),
      resolve: async (name) => {
        throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
      },
    });
    proxy.forwarding = true;
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const closed = `127.0.0.1:${portOf(server)}`;
    server.close();
    await expect(get(proxy.port, `http://${closed}/`)).rejects.toThrow('socket hang up');
    await expect(get(proxy.port, 'http://nowhere.test/')).rejects.toThrow('socket hang up');
    expect(failures).toMatchObject([
      { kind: 'failed', reason: 'net::ERR_CONNECTION_REFUSED' },
      { kind: 'failed', reason: 'net::ERR_NAME_NOT_RESOLVED' },
    ]);
  });
});
