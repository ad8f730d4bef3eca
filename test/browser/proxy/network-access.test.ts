import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { readAllowedHost } from '../../../lib/browser/proxy/allowed-host.ts';
import type { NetworkAccess } from '../../../lib/browser/proxy/network-access.ts';
import { findRoute, type Resolve } from '../../../lib/browser/proxy/route.ts';
import { readTarget } from '../../../lib/browser/proxy/target.ts';

const DEPLOYED: NetworkAccess = { allowLoopback: false, allowHosts: [] };
const LOCAL: NetworkAccess = { allowLoopback: true, allowHosts: [] };
const named = (...allowHosts: string[]): NetworkAccess => ({ allowLoopback: false, allowHosts });

function namesAre(...addresses: string[]): Resolve {
  return async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

async function routeTo(host: string, { port = 80, access = DEPLOYED, resolve = namesAre('93.184.216.34') } = {}) {
  const target = readTarget(host, port);
  if (target === undefined) throw new Error(`${host} is no host`);
  const route = await findRoute(target, access, resolve);
  return route.kind === 'open' ? route.addresses.map(({ address }) => address) : route.reason;
}

const neverAsked: Resolve = () => Promise.reject(new Error('looked up'));

describe('a page of a deployed function', () => {
  test.for([
    ['127.0.0.1', 'this machine'],
    ['127.255.255.254', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['0.1.2.3', 'this machine'],
    ['169.254.169.254', 'the local link'],
    ['169.254.170.2', 'the local link'],
    ['10.0.0.1', 'a private network'],
    ['172.16.0.1', 'a private network'],
    ['172.31.255.255', 'a private network'],
    ['192.168.1.1', 'a private network'],
    ['100.64.0.1', 'CGNAT'],
    ['100.127.255.255', 'CGNAT'],
    ['192.0.0.8', 'protocols'],
    ['192.0.2.1', 'documentation'],
    ['198.18.0.1', 'benchmarks'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['[::]', 'this machine'],
    ['[::1]', 'this machine'],
    ['[::127.0.0.1]', 'another spelling'],
    ['[::ffff:127.0.0.1]', 'another spelling'],
    ['[::ffff:93.184.216.34]', 'another spelling'],
    ['[64:ff9b::7f00:1]', 'NAT64'],
    ['[64:ff9b:1::a00:1]', 'NAT64'],
    ['[2002:7f00:1::]', '6to4'],
    ['[2001:0:4136:e378::]', 'Teredo'],
    ['[2001:db8::1]', 'documentation'],
    ['[fc00::1]', 'a private network'],
    ['[fd12:3456::1]', 'a private network'],
    ['[fd00:ec2::254]', 'metadata'],
    ['[fe80::1]', 'the local link'],
    ['[fec0::1]', 'the local site'],
    ['[ff02::1]', 'multicast'],
    ['[4000::1]', 'reserved'],
    ['localhost', 'this machine'],
    ['app.localhost', 'this machine'],
    ['LOCALHOST.', 'this machine'],
  ] as const)('cannot reach %s: %s', async ([host, reason]) => {
    expect(await routeTo(host)).toContain(reason);
  });

  test.for(['2130706433', '017700000001', '0x7f000001', '0177.0.0.1', '0x7f.1', '127.1', '127.0.0.1.', '１２７.0.0.1'])(
    'cannot reach this machine as %s',
    async (host) => {
      expect(await routeTo(host)).toContain('this machine');
    },
  );

  test.for([
    ['93.184.216.34', '93.184.216.34'],
    ['172.32.0.1', '172.32.0.1'],
    ['100.128.0.1', '100.128.0.1'],
    ['[2606:2800:220:1::1]', '2606:2800:220:1::1'],
    ['example.com', '93.184.216.34'],
  ] as const)('reaches %s', async ([host, address]) => {
    expect(await routeTo(host)).toEqual([address]);
    expect(await routeTo(host, { port: 443 })).toEqual([address]);
  });

  test('cannot reach a name of which one address of several is refused', async () => {
    const resolve = namesAre('93.184.216.34', '2606:2800:220:1::1', '10.0.0.1');
    expect(await routeTo('example.com', { resolve })).toContain('10.0.0.1 belongs to a private network');
  });

  test('reaches only the addresses that were checked, of a name that has others a moment later', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    const resolve: Resolve = async (name) => namesAre(...(answers.shift() ?? []))(name);
    expect(await routeTo('example.com', { resolve })).toEqual(['93.184.216.34']);
    expect(answers).toHaveLength(1);
  });

  test('cannot reach other ports, for which no name is even looked up', async () => {
    for (const port of [22, 25, 8080, 9001])
      expect(await routeTo('example.com', { port, resolve: neverAsked })).toContain(`${port}`);
  });

  test('is told how its own machine is opened, and not as if nothing listened there', async () => {
    const advice =
      /^port 8899 is not open to pages, as nothing of this machine is; .+allowLoopback or NOVA_ACT_ALLOW_LOOPBACK=true$/;
    for (const host of ['127.0.0.1', '[::1]', 'localhost', 'shop.localhost'])
      expect(await routeTo(host, { port: 8899 })).toMatch(advice);
    expect(await routeTo('127.0.0.1')).toMatch(/belongs to this machine; .+NOVA_ACT_ALLOW_LOOPBACK=true$/);
    expect(await routeTo('example.com', { port: 8899 })).toBe(
      'port 8899 is not open to pages, unless allowHosts has example.com:8899',
    );
  });

  test('cannot reach anything that ipaddr.js knows as special', () => {
    const ranges = [ipaddr.IPv4, ipaddr.IPv6].flatMap(({ prototype }) => specialRanges(prototype));
    expect(ranges.length).toBeGreaterThan(30);
    return Promise.all(
      ranges.map(async (address) => {
        const host = address.kind() === 'ipv6' ? `[${address.toString()}]` : address.toString();
        expect(await routeTo(host)).toContain('belongs to');
      }),
    );
  });
});

describe('a host that the stack allows', () => {
  test.for([
    ['10.1.2.3', '10.1.2.3:8080'],
    ['[fd12::1]', '[fd12::1]:8080'],
    ['100.64.0.9', '100.64.0.9:8080'],
    ['93.184.216.34', '93.184.216.34:8080'],
  ] as const)('is reached at its port in its network: %s', async ([host, entry]) => {
    expect(await routeTo(host, { port: 8080, access: named(entry) })).toHaveLength(1);
    expect(await routeTo(host, { port: 8081, access: named(entry) })).toContain('port 8081 is not open');
  });

  test('is reached under its name, and its neighbours are not', async () => {
    const access = named('intranet.example.com:443');
    const resolve = namesAre('10.1.2.3');
    expect(await routeTo('Intranet.Example.com', { port: 443, access, resolve })).toEqual(['10.1.2.3']);
    expect(await routeTo('intranet.example.com', { port: 80, access, resolve })).toContain('a private network');
    expect(await routeTo('other.example.com', { port: 443, access, resolve })).toContain('a private network');
    expect(await routeTo('10.1.2.3', { port: 443, access, resolve })).toContain('a private network');
  });

  test.for(['127.0.0.1', '169.254.169.254', 'fd00:ec2::254', '::ffff:10.1.2.3', '64:ff9b::a01:203'])(
    'is never at %s',
    async (address) => {
      const access = named('intranet.example.com:443');
      expect(await routeTo('intranet.example.com', { port: 443, access, resolve: namesAre(address) })).toContain(
        'belongs to',
      );
    },
  );
});

describe('a page on the own machine', () => {
  test.for(['127.0.0.1', 'localhost', 'shop.localhost', '[::1]', '0.0.0.0', '[::ffff:127.0.0.1]'])(
    'reaches %s at any port',
    async (host) => {
      expect(await routeTo(host, { port: 3000, access: LOCAL })).not.toContain('belongs');
    },
  );

  test('reaches neither private networks nor odd ports elsewhere', async () => {
    expect(await routeTo('192.168.1.1', { access: LOCAL })).toContain('a private network');
    expect(await routeTo('example.com', { port: 8080, access: LOCAL })).toContain('port 8080 is not open');
  });
});

describe('an entry of allowHosts', () => {
  test.for([
    ['intranet.example.com:443', 'intranet.example.com:443'],
    ['Intranet.Example.COM.:8443', 'intranet.example.com:8443'],
    ['10.1.2.3:80', '10.1.2.3:80'],
    ['[FD12:0::1]:443', '[fd12::1]:443'],
  ] as const)('%s is read as %s', ([entry, read]) => {
    expect(readAllowedHost(entry)).toBe(read);
  });

  test.for([
    '',
    'intranet.example.com',
    'intranet.example.com:0',
    'intranet.example.com:65536',
    'https://intranet.example.com:443',
    'a b:80',
    '*:80/x',
    'localhost:3000',
    'app.localhost:80',
    '127.0.0.1:80',
    '0x7f.1:80',
    '[::1]:80',
    '169.254.169.254:80',
    '[fd00:ec2::254]:80',
  ])('is not %s', (entry) => {
    expect(readAllowedHost(entry)).toBeUndefined();
  });
});

/** The first address of each of the library's ranges, which its types leave out. */
function specialRanges(prototype: object): (ipaddr.IPv4 | ipaddr.IPv6)[] {
  const ranges: unknown = Reflect.get(prototype, 'SpecialRanges');
  return Object.values(ranges ?? {})
    .flat(2)
    .filter((part): part is ipaddr.IPv4 | ipaddr.IPv6 => part instanceof ipaddr.IPv4 || part instanceof ipaddr.IPv6);
}
