import { readAllowedHost } from '../lib/browser/proxy/allowed-host.ts';

/** Whether the browser's function takes an entry of `allowHosts`: what it does not take would fail its every start. */
export function isAllowedHost(entry: string): boolean {
  return readAllowedHost(entry) !== undefined;
}
