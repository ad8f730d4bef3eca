/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { Cause, Probe } from './probe.ts';

/**
 * Runs in the page's own world: has what is done with an answer belong to what asked for it, and tells the browser the
 * cause of each request. When requests end, the browser knows best.
 */
export function followRequests(probe: Probe): void {
  const { apply, send } = probe;
  const page = window;
  const never: Cause = { begun: 0, until: 0, isSpent: true };
  // A request that may outlive its page is a report, and nothing waits for its answer.
  const isReport = (given: unknown): boolean =>
    typeof given === 'object' && given !== null && 'keepalive' in given && given.keepalive === true;

  probe.replace(page, 'fetch', (target, self, values) => {
    const cause = isReport(values[0]) || isReport(values[1]) ? never : (probe.current() ?? probe.begin());
    return probe.follow(send(cause, target, self, values), cause);
  });
  probe.replace(XMLHttpRequest.prototype, 'send', (target, self, values) => {
    const cause = probe.current() ?? probe.begin();
    probe.own(self, cause);
    return send(cause, target, self, values);
  });

  const bodies: readonly (readonly [owner: object, names: readonly string[]])[] = [
    [Response.prototype, ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text']],
    [ReadableStreamDefaultReader.prototype, ['read']],
    [ReadableStream.prototype, ['pipeTo']],
  ];
  for (const [owner, names] of bodies)
    for (const name of names)
      probe.replace(owner, name, (target, self, values) => {
        const cause = probe.current();
        const promise = apply(target, self, values);
        return cause ? probe.follow(promise, cause) : promise;
      });
}
