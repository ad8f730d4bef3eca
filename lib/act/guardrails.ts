/**
 * Where the browser may be.
 *
 * @example
 * import type { Guardrails } from 'nova-act-serverless';
 *
 * const guardrails: Guardrails = { allowedDomains: ['*.example.com'], blockedDomains: ['ads.example.com'], strict: true };
 */
export interface Guardrails {
  /** Host names, or `*.` and a host name for all below it. Absent: everywhere but `blockedDomains`. */
  readonly allowedDomains?: readonly string[] | undefined;
  /** Written likewise; wins over `allowedDomains`. */
  readonly blockedDomains?: readonly string[] | undefined;
  /** Whether every request of a page is held to them, not only what the browser shows. */
  readonly strict: boolean;
}

/** Why the browser must not be at this address, or undefined when it may. Pages without a host are nobody's. */
export function guardrailRefusal(url: string, guardrails: Guardrails | undefined): string | undefined {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return guardrails === undefined || host === '' ? undefined : hostRefusal(host, guardrails);
}

/** The same for a host name. */
export function hostRefusal(host: string, { allowedDomains, blockedDomains }: Guardrails): string | undefined {
  const blocked = blockedDomains?.find((pattern) => matches(host, pattern));
  if (blocked !== undefined) return `${host} is blocked by '${blocked}'`;
  if (allowedDomains === undefined || allowedDomains.some((pattern) => matches(host, pattern))) return undefined;
  return `${host} is not among the allowed domains ${allowedDomains.join(', ')}`;
}

function matches(host: string, pattern: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  const wanted = pattern.toLowerCase();
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted;
}
