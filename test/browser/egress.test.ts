import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { chromiumFromPackage } from '../../lib/browser/chromium-package.ts';
import { attempt, canonical, WAYS, type Attempt } from '../support/egress-attempt.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** Spellings of this machine, where canaries listen. */
const THIS_MACHINE: readonly (readonly [host: string, reason: RegExp])[] = [
  ['127.0.0.1', /this machine/],
  ['[::1]', /this machine/],
  ['0.0.0.0', /this machine/],
  ['[::ffff:127.0.0.1]', /another spelling/],
  ['2130706433', /this machine/],
  ['0177.0.0.1', /this machine/],
  ['0x7f000001', /this machine/],
  ['localhost', /this machine/],
  ['named.test', /this machine/],
  ['rebound.test', /this machine/],
];
const ELSEWHERE: readonly (readonly [host: string, reason: RegExp])[] = [
  ['169.254.169.254', /local link/],
  ['10.1.2.3', /private network/],
];
const atCanaries = THIS_MACHINE.map(([host]) => host);
/** The first request to a name that is rebound is none to this machine, and which one that is nobody knows. */
const alwaysHere = atCanaries.filter((host) => host !== 'rebound.test');

describe('the browser of a deployed function', () => {
  let made: Attempt & AsyncDisposable;
  beforeAll(async () => {
    made = await attempt({ allowLoopback: false, atCanaries, elsewhere: ELSEWHERE.map(([host]) => host) });
  });
  afterAll(() => made[Symbol.asyncDispose]());

  test('lets nothing through to this machine, in no way and in no spelling', () => {
    for (const { paths, connections, datagrams } of Object.values(made.canaries))
      expect({ paths: [...paths], connections: connections(), datagrams: datagrams() }).toEqual({
        paths: [],
        connections: 0,
        datagrams: 0,
      });
    expect(made.unfinished).toEqual([]);
  });

  test.for([...THIS_MACHINE, ...ELSEWHERE])('is refused %s, whichever way it asks', ([host, reason]) => {
    const asked = made.requests.filter((request) => request.endsWith(`/${host}`));
    expect(new Set(asked.map((request) => request.split('/').at(-2)))).toEqual(new Set(WAYS));
    const sameHost = made.requests.filter(
      (request) => request.split('/').length > 3 && hostOf(request) === canonical(host),
    );
    const refused = made.failures.filter(({ kind, target }) => kind === 'refused' && target.host === canonical(host));
    const reboundOnce = host === 'rebound.test' ? 1 : 0;
    expect(refused.length).toBeGreaterThanOrEqual(sameHost.length - reboundOnce);
    for (const { reason: given } of refused) expect(given).toMatch(reason);
  });

  test.for(['websocket', 'webRtc'] as const)('is refused every tunnel for %s', (way) => {
    const { port } = made.canaries[way];
    const refused = made.failures.filter(({ kind, target }) => kind === 'refused' && target.port === port);
    const hosts = new Set(refused.map(({ target }) => target.host));
    expect([...hosts]).toEqual(expect.arrayContaining([...new Set(alwaysHere.map(canonical))].filter(isAddress)));
  });
});

describe('the canaries', () => {
  test('are reached in every one of these ways where this machine may be visited', async () => {
    await using made = await attempt({ allowLoopback: true, atCanaries });
    const { http, websocket, webRtc } = made.canaries;
    for (const host of alwaysHere) for (const way of WAYS) expect(http.paths).toContain(`/${way}/${host}`);
    for (const host of alwaysHere) expect(websocket.paths).toContain(`/websocket/${host}`);
    expect(webRtc.connections()).toBeGreaterThan(0);
    expect(made.failures.filter(({ kind }) => kind === 'refused')).toEqual([]);
  });

  test('get datagrams from a browser without its arguments for the network', async () => {
    const executablePath = await withoutNetworkArguments();
    await using made = await attempt({
      allowLoopback: false,
      atCanaries: ['127.0.0.1'],
      executablePath,
      patienceMs: 1_000,
    });
    expect(made.canaries.webRtc.datagrams()).toBeGreaterThan(0);
    expect(made.canaries.http.datagrams()).toBeGreaterThan(0);
  });
});

function hostOf(request: string): string {
  return new URL(request.split(' ')[1] ?? '').hostname;
}

function isAddress(host: string): boolean {
  return /^[[\d]/.test(host);
}

/** A Chromium that forgets what it is told about the network. */
async function withoutNetworkArguments(): Promise<string> {
  const directory = temporaryDirectory();
  onTestFinished(() => directory[Symbol.dispose]());
  const real = await chromiumFromPackage();
  const path = join(directory.path, 'chromium');
  const script = `#!/bin/bash
kept=()
for argument in "$@"; do
  case "$argument" in
    --host-resolver-rules=*|--proxy-*|--disable-quic|--*webrtc*) ;;
    *) kept+=("$argument") ;;
  esac
done
LD_LIBRARY_PATH=${real}/../lib exec ${real} "\${kept[@]}"
`;
  await writeFile(path, script, { mode: 0o755 });
  return path;
}
