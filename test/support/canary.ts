import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { portOf } from './port-of.ts';

/** Listens for whatever should not come: on one port of 127.0.0.1 and ::1, for connections and datagrams. */
export interface Canary extends AsyncDisposable {
  readonly port: number;
  /** Paths that were asked for over HTTP. */
  readonly paths: Set<string>;
  /** How many connections were opened. */
  readonly connections: () => number;
  /** How many datagrams came. */
  readonly datagrams: () => number;
}

export async function startCanary(): Promise<Canary> {
  for (;;) {
    const canary = await tryToStart();
    if (canary) return canary;
  }
}

/** Undefined when the port that is free at one address is taken at the other. */
async function tryToStart(): Promise<Canary | undefined> {
  await using started = new AsyncDisposableStack();
  const paths = new Set<string>();
  let connections = 0;
  let datagrams = 0;
  const listen = async (host: string, port: number): Promise<Server> => {
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        const path = /^[A-Z]+ (\/\S*) HTTP/.exec(data.toString('latin1'))?.[1];
        if (path !== undefined) paths.add(path);
        socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      });
    });
    server.listen(port, host);
    await once(server, 'listening');
    started.defer(() => void server.close());
    const datagram = createSocket(host.includes(':') ? 'udp6' : 'udp4', () => {
      datagrams += 1;
    });
    datagram.bind(portOf(server), host);
    await once(datagram, 'listening');
    started.defer(() => void datagram.close());
    return server;
  };
  try {
    const port = portOf(await listen('127.0.0.1', 0));
    await listen('::1', port);
    const owned = started.move();
    return {
      port,
      paths,
      connections: () => connections,
      datagrams: () => datagrams,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
