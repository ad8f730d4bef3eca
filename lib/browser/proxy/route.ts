import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import ipaddr from 'ipaddr.js';
import { refusalBeforeLookup, refusalOf, type NetworkAccess } from './network-access.ts';
import { isLocalhost, literalAddress, type Target } from './target.ts';

/** Gives all addresses of a name. @throws the error of node:dns */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/** Where a target is dialled, and nowhere else; or why it is not. */
export type Route =
  | { readonly kind: 'open'; readonly addresses: readonly LookupAddress[] }
  | { readonly kind: 'refused'; readonly reason: string };

const LOCALHOST_ADDRESSES: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** The names as the machine knows them. */
export const systemNames: Resolve = (name) => lookup(name, { all: true });

/**
 * Looks the target up, once, and checks each of its addresses: since these very addresses are dialled, a name that has
 * others a moment later gains nothing. One bad address among good ones is enough to be refused.
 *
 * @throws the error of node:dns when a name has no address
 */
export async function findRoute(target: Target, access: NetworkAccess, resolve: Resolve): Promise<Route> {
  const early = refusalBeforeLookup(target, access);
  if (early !== undefined) return { kind: 'refused', reason: early };
  const addresses = await addressesOf(target, resolve);
  for (const { address } of addresses) {
    const reason = ipaddr.isValid(address)
      ? refusalOf(ipaddr.parse(address), target, access)
      : `its address ${address} is not one`;
    if (reason !== undefined) return { kind: 'refused', reason };
  }
  return { kind: 'open', addresses };
}

async function addressesOf(target: Target, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const literal = literalAddress(target);
  if (literal) return [{ address: literal.toString(), family: literal.kind() === 'ipv4' ? 4 : 6 }];
  return isLocalhost(target) ? LOCALHOST_ADDRESSES : await resolve(target.host);
}
