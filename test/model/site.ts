/** The way from a browser to the site, and what arrived there. */
import { holds, type Protocol } from './rules.ts';
import { OVER, type Browser, type Environment, type State } from './state.ts';
import { inEnvironment, type Move } from './turn.ts';

/** Whether a request of the environment's browser gets through now. */
export function proxyIsOpen({ slice, browser }: Environment, protocol: Protocol): boolean {
  if (browser === undefined) return false;
  if (!holds('proxyFences', protocol)) return true;
  if (slice === undefined || slice.phase === 'open' || slice.phase === 'release') return false;
  if (slice.knows.outcome !== undefined) return false;
  return slice.age !== OVER || !holds('proxyReadsClock', protocol);
}

/** The browser of a slice that is over: whatever was under way is cut off. */
export function resting(browser: Browser | undefined, protocol: Protocol): Browser | undefined {
  return browser && holds('proxyFences', protocol) ? { ...browser, underWay: undefined } : browser;
}

/** The request that a click set off comes to the proxy, which looks at the lease in the same tick. */
export function lands(state: State, index: number, protocol: Protocol): Move[] {
  const environment = state.environments[index];
  const call = environment?.browser?.underWay;
  if (environment?.browser === undefined || call === undefined || !proxyIsOpen(environment, protocol)) return [];
  const browser = { ...environment.browser, underWay: undefined };
  return [
    {
      label: `the request of ${call} passes the proxy of environment ${index}`,
      next: { ...inEnvironment(state, index, { browser }), site: counted(state.site, call) },
      reaches: { environment: index, call },
    },
  ];
}

export function counted(site: State['site'], call: string): State['site'] {
  const others = site.filter((other) => other.call !== call);
  return [...others, { call, times: timesOf(site, call) + 1 }].toSorted((one, other) =>
    one.call < other.call ? -1 : 1,
  );
}

export function timesOf(site: State['site'], call: string): number {
  return site.find((other) => other.call === call)?.times ?? 0;
}
