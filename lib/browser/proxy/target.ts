import ipaddr from 'ipaddr.js';
import type { Address } from './address-rules.ts';

/** What a page wants to be connected to. */
export interface Target {
  /** In the one spelling that counts: lower case, without a final dot; IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
}

/** Undefined for what is no host; a number in any spelling becomes the IPv4 address it stands for, as in browsers. */
export function readTarget(host: string, port: number): Target | undefined {
  const text = `http://${host}/`;
  if (!URL.canParse(text)) return undefined;
  const { hostname, port: portInHost } = new URL(text);
  return hostname && !portInHost ? { host: hostname.replace(/\.$/, ''), port } : undefined;
}

/** The address that the host itself is; undefined for a name. */
export function literalAddress({ host }: Target): Address | undefined {
  const text = host.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(text) ? ipaddr.parse(text) : undefined;
}

/** Whether the name is this machine's by definition, whatever a server of names may say. */
export function isLocalhost({ host }: Target): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** `host:port`, as a person is told of it. */
export function spelled({ host, port }: Target): string {
  return `${host}:${port}`;
}
