import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

type Range = readonly [address: Address, bits: number];

interface RefusedRange {
  readonly range: Range;
  /** What is there, as a refusal tells it. */
  readonly holds: string;
  /** Whether a host of `allowHosts` may be there. */
  readonly canBeAllowed: boolean;
}

/** Networks of one's own: a stack may open hosts in them by name. */
const PRIVATE_RANGES = [
  ['10.0.0.0/8', 'a private network'],
  ['172.16.0.0/12', 'a private network'],
  ['192.168.0.0/16', 'a private network'],
  ['100.64.0.0/10', 'the network of a provider (CGNAT)'],
  ['fc00::/7', 'a private network'],
] as const;

/** What no page has any business with. What comes first decides. */
const FORBIDDEN_RANGES = [
  ['0.0.0.0/8', 'this machine'],
  ['127.0.0.0/8', 'this machine'],
  ['169.254.0.0/16', 'the local link, with the metadata of instances'],
  ['192.0.0.0/24', 'protocols'],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', 'the sink of reverse look-ups'],
  ['192.52.193.0/24', 'tunnels to multicast'],
  ['192.88.99.0/24', 'relays to IPv6'],
  ['192.175.48.0/24', 'the sink of reverse look-ups'],
  ['198.18.0.0/15', 'benchmarks'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'nobody (reserved)'],
  ['::/128', 'this machine'],
  ['::1/128', 'this machine'],
  ['::/96', 'IPv4 in another spelling'],
  ['::ffff:0:0/96', 'IPv4 in another spelling'],
  ['::ffff:0:0:0/96', 'IPv4 in another spelling'],
  ['64:ff9b::/96', 'IPv4 behind a translator (NAT64)'],
  ['64:ff9b:1::/48', 'IPv4 behind a translator (NAT64)'],
  ['2001::/32', 'IPv4 behind a tunnel (Teredo)'],
  ['2001::/23', 'protocols'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', 'IPv4 behind a tunnel (6to4)'],
  ['2620:4f:8000::/48', 'the sink of reverse look-ups'],
  ['3fff::/20', 'documentation'],
  ['fd00:ec2::/32', 'the metadata of instances'],
  ['fe80::/10', 'the local link'],
  ['fec0::/10', 'the local site'],
  ['ff00::/8', 'multicast'],
] as const;

/** All of IPv6 that is routed in public. */
const PUBLIC_IPV6: Range = ipaddr.parseCIDR('2000::/3');

/** This machine, in all spellings that a connection would accept. */
const LOOPBACK: readonly Range[] = [
  '127.0.0.0/8',
  '0.0.0.0/32',
  '::1/128',
  '::/128',
  '::ffff:127.0.0.0/104',
  '::ffff:0.0.0.0/128',
].map((range) => ipaddr.parseCIDR(range));

const REFUSED: readonly RefusedRange[] = [
  ...FORBIDDEN_RANGES.map(([range, holds]) => ({ range: ipaddr.parseCIDR(range), holds, canBeAllowed: false })),
  ...PRIVATE_RANGES.map(([range, holds]) => ({ range: ipaddr.parseCIDR(range), holds, canBeAllowed: true })),
];

/** The range that keeps pages from an address; undefined for public ones. */
export function refusedRange(address: Address): Pick<RefusedRange, 'holds' | 'canBeAllowed'> | undefined {
  const found = REFUSED.find(({ range }) => isWithin(address, range));
  if (found) return found;
  const isPublic = address.kind() === 'ipv4' || isWithin(address, PUBLIC_IPV6);
  return isPublic ? undefined : { holds: 'nobody (reserved)', canBeAllowed: false };
}

/** Whether a connection to the address reaches this machine. */
export function isLoopback(address: Address): boolean {
  return LOOPBACK.some((range) => isWithin(address, range));
}

function isWithin(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}
