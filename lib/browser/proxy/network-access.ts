import { isLoopback, refusedRange, type Address } from './address-rules.ts';
import { isLocalhost, literalAddress, spelled, type Target } from './target.ts';

/** What pages may reach beside public addresses at the ports of the web. Never taken from a workflow's input. */
export interface NetworkAccess {
  /** Whether they may visit this machine, at any port: for runs on a developer's machine. */
  readonly allowLoopback: boolean;
  /** `host:port` each, as {@link readAllowedHost} gives it; the host may be in a private network, and the port any. */
  readonly allowHosts: readonly string[];
}

/** `nova-act run` does, and a deployed stack never does. */
const OPEN_THIS_MACHINE =
  'on a machine of your own, open it with securityOptions.allowLoopback or NOVA_ACT_ALLOW_LOOPBACK=true';

const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

/** Why the target is refused whatever its addresses are; undefined when that depends on them. */
export function refusalBeforeLookup(target: Target, access: NetworkAccess): string | undefined {
  const open = WEB_PORTS.has(target.port) || access.allowLoopback || isAllowedByName(target, access);
  return open ? undefined : closedPort(target);
}

/** Why pages may not be connected to this address of the target; undefined when they may. */
export function refusalOf(address: Address, target: Target, access: NetworkAccess): string | undefined {
  if (access.allowLoopback && isLoopback(address)) return undefined;
  const byName = isAllowedByName(target, access);
  if (!byName && !WEB_PORTS.has(target.port)) return closedPort(target);
  const range = refusedRange(address);
  if (range === undefined || (byName && range.canBeAllowed)) return undefined;
  const advice = isLoopback(address) ? `; ${OPEN_THIS_MACHINE}` : '';
  return `its address ${address.toString()} belongs to ${range.holds}${advice}`;
}

function isAllowedByName(target: Target, { allowHosts }: NetworkAccess): boolean {
  return allowHosts.includes(spelled(target));
}

function closedPort(target: Target): string {
  const address = literalAddress(target);
  const isOwn = isLocalhost(target) || (address !== undefined && isLoopback(address));
  // Not as if nothing listened there.
  const advice = isOwn
    ? `as nothing of this machine is; ${OPEN_THIS_MACHINE}`
    : `unless allowHosts has ${spelled(target)}`;
  return `port ${target.port} is not open to pages, ${advice}`;
}
