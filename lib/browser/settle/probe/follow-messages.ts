/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping, typescript/unbound-method -- a function for the page is sent as text and holds all it uses; the built-ins are called by `apply` */

import type { Cause, Outstanding, Probe } from './probe.ts';

/**
 * Runs in the page's own world: follows what goes to and comes from web sockets, event streams, workers and message
 * channels. To each message a socket or worker is sent, one is expected back.
 */
export function followMessages(probe: Probe): void {
  const { apply, now, horizonMs } = probe;
  const listen = EventTarget.prototype.addEventListener;
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

  interface Connection {
    readonly cause: Cause;
    /** Numbered in the order in which they were sent; the answered ones are gone. */
    readonly sent: Record<number, { readonly cause: Cause; readonly answer: Outstanding }>;
    answered: number;
    count: number;
  }
  const known = new WeakMap<object, Connection>();
  const connectionOf = known.get.bind(known);
  const remember = known.set.bind(known);

  const expect = (connection: Connection, cause: Cause): void => {
    const due = now() + horizonMs;
    const { begun, isSpent } = cause;
    const answer = { cause: { begun, isSpent, until: due }, due, expires: due, isFrame: false };
    connection.sent[connection.count++] = { cause, answer };
    probe.await(answer);
  };
  const take = (connection: Connection) => {
    const taken = connection.sent[connection.answered];
    delete connection.sent[connection.answered];
    if (taken) connection.answered += 1;
    return taken;
  };
  const answered = (instance: object, connection: Connection): void => {
    let taken = take(connection);
    // What came too late to be waited for is not taken for the answer to a later message.
    while (taken && taken.answer.expires < now()) taken = take(connection);
    if (!taken && now() > connection.cause.begun + horizonMs) connection.cause.isSpent = true;
    probe.own(instance, taken?.cause ?? connection.cause);
    probe.done(taken?.answer);
  };
  const ended = (connection: Connection): void => {
    for (let taken = take(connection); taken; taken = take(connection)) probe.done(taken.answer);
  };

  const connect = (answers: readonly string[], ends: readonly string[], isOpening: boolean) => (instance: object) => {
    const { begun, isSpent } = probe.current() ?? probe.begin();
    // Of its own: what comes unasked goes on for ever, as far as anybody can know.
    const cause = { begun, isSpent, until: Infinity };
    const connection: Connection = { cause, sent: {}, answered: 0, count: 0 };
    remember(instance, connection);
    probe.own(instance, cause);
    if (isOpening) expect(connection, cause);
    // The first listener: the page's own find out what set them off.
    for (const type of answers) apply(listen, instance, [type, () => answered(instance, connection)]);
    for (const type of ends) apply(listen, instance, [type, () => ended(connection)]);
  };
  const send = (owner: object, name: string): void =>
    probe.replace(owner, name, (target, self, values) => {
      const connection = isObject(self) ? connectionOf(self) : undefined;
      if (connection) expect(connection, probe.current() ?? probe.begin());
      return apply(target, self, values);
    });

  probe.replaceClass('WebSocket', connect(['open', 'message'], ['close'], true));
  send(WebSocket.prototype, 'send');
  probe.replaceClass('Worker', connect(['message', 'messageerror'], ['error'], false));
  send(Worker.prototype, 'postMessage');
  probe.replaceClass('EventSource', connect(['message'], [], false));

  // Frameworks go on with their work by a message to themselves.
  const others = new WeakMap<object, object>();
  const otherPort = others.get.bind(others);
  const pair = others.set.bind(others);
  const ports = ['port1', 'port2'].map((name) => Reflect.getOwnPropertyDescriptor(MessageChannel.prototype, name)?.get);
  probe.replaceClass('MessageChannel', (channel) => {
    const one = ports[0] && apply(ports[0], channel, []);
    const two = ports[1] && apply(ports[1], channel, []);
    if (!isObject(one) || !isObject(two)) return;
    pair(one, two);
    pair(two, one);
  });
  probe.replace(MessagePort.prototype, 'postMessage', (target, self, values) => {
    const other = isObject(self) ? otherPort(self) : undefined;
    if (other) probe.own(other, probe.current() ?? probe.begin());
    return apply(target, self, values);
  });
}
