import { refusedRange } from './address-rules.ts';
import { isLocalhost, literalAddress, readTarget, spelled } from './target.ts';

const HOST_AND_PORT = /^(?<host>[^\s/?#@]+):(?<port>\d{1,5})$/;

/**
 * Reads an entry of `allowHosts`, `host:port`, into the spelling in which targets are compared with it.
 *
 * @returns undefined for what is no such entry, and for a host that is never opened: this machine, metadata and the like
 */
export function readAllowedHost(entry: string): string | undefined {
  const { host = '', port = '' } = HOST_AND_PORT.exec(entry)?.groups ?? {};
  const target = readTarget(host, Number(port));
  if (target === undefined || target.port < 1 || target.port > 65_535 || isLocalhost(target)) return undefined;
  const address = literalAddress(target);
  const range = address && refusedRange(address);
  return range === undefined || range.canBeAllowed ? spelled(target) : undefined;
}
