import { browserSettings, type BrowserSettings } from '../run/browser-settings.ts';
import type { Protocol } from 'puppeteer-core';
import { hostRefusal, type Guardrails } from '../act/guardrails.ts';
import { launchChromium, type Chromium, type LaunchOptions } from './chromium-launch.ts';
import { Downloads } from './downloads.ts';
import { Liveness, SILENCE_LIMITS, type SilenceLimits } from './liveness.ts';
import { FilledSecrets } from './masking/filled-secrets.ts';
import { Notices } from './notices.ts';
import { NavigationGate } from './page/navigation-gate.ts';
import { Tabs } from './page/tabs.ts';
import { EgressProxy } from './proxy/egress-proxy.ts';
import { RecentFailures, refusalText } from './proxy/failures.ts';
import type { NetworkAccess } from './proxy/network-access.ts';

export interface ChromiumBrowserOptions extends Omit<LaunchOptions, 'proxyPort' | 'timeZone' | 'userAgent'> {
  /** What pages may reach beside the public web. From configuration only, never from a workflow's input. */
  readonly network: NetworkAccess;
  /** Whether anything of the browser may leave at this moment, beside being awake. Default: it may. */
  readonly mayForward?: () => boolean;
  /** The files that may be given to pages: `/path/to/file`, `/dir/*` for all below it, or `*`. Default none. */
  readonly allowUploads?: readonly string[];
  /** Observations carry the simplified DOM and its boxes. Default false. */
  readonly replayable?: boolean;
  /** Where the browser may be. Default: everywhere. */
  readonly guardrails?: Guardrails | undefined;
  /** How the browser presents itself to pages. Default: those of a workflow that says nothing about it. */
  readonly settings?: BrowserSettings | undefined;
  /** After which silence a page or the browser is given up. Default 30 s and 10 s. */
  readonly silence?: SilenceLimits;
}

/** What a browser of a session is made of. */
export interface BrowserParts {
  readonly chromium: Chromium;
  readonly proxy: EgressProxy;
  readonly failures: RecentFailures;
  readonly tabs: Tabs;
  readonly gate: NavigationGate | undefined;
  readonly liveness: Liveness;
  readonly notices: Notices;
  readonly downloads: Downloads;
  readonly secrets: FilledSecrets;
  readonly allowUploads: readonly string[];
  readonly replayable: boolean;
}

/** What the name of the browser tells sites, after the one Chromium gives itself. */
const USER_AGENT_SUFFIX = ' Agent-NovaAct/0.9';

/** What Chromium otherwise grants without asking: a page may copy. All other requests for permission are denied at once. */
const PERMISSIONS: Protocol.Browser.PermissionType[] = ['clipboardSanitizedWrite'];

/** Of one browser; a page decides how many there are, and a log costs money. */
const MOST_REFUSALS_TOLD = 100;

/**
 * Starts Chromium with its way to the network, and whatever watches over it.
 *
 * @throws BrowserStartFailed
 */
export async function startBrowserParts({
  replayable = false,
  allowUploads = [],
  settings = browserSettings.parse({}),
  guardrails,
  network,
  mayForward,
  silence = SILENCE_LIMITS,
  ...options
}: ChromiumBrowserOptions): Promise<BrowserParts> {
  await using started = new AsyncDisposableStack();
  const failures = new RecentFailures();
  const notices = new Notices();
  const secrets = new FilledSecrets();
  const tellOnce = onlyNew((refusal) => options.onWarning?.(secrets.redact(refusal)));
  const proxy = started.use(
    await EgressProxy.start({
      access: network,
      ...(mayForward && { mayForward }),
      ...(guardrails?.strict && { refuse: (host: string) => hostRefusal(host, guardrails) }),
      onFailure: (failure) => {
        failures.note(failure);
        if (failure.kind !== 'refused') return;
        tellOnce(refusalText(failure));
        notices.add({ kind: 'requestRefused', host: failure.target.host, reason: failure.reason });
      },
    }),
  );
  const chromium = started.use(
    await launchChromium({
      ...options,
      proxyPort: proxy.port,
      timeZone: settings.timeZone,
      userAgent: settings.userAgent,
    }),
  );
  const [{ userAgent }, downloads] = await Promise.all([
    chromium.session.send('Browser.getVersion'),
    Downloads.follow(chromium.session, chromium.profileDirectory, notices),
    chromium.session.send('Browser.grantPermissions', { permissions: PERMISSIONS }),
  ]);
  const gate = guardrails && new NavigationGate(guardrails, notices);
  const ownUserAgent = userAgent.replace('HeadlessChrome/', 'Chrome/') + USER_AGENT_SUFFIX;
  const tabs = await Tabs.follow(chromium.session, {
    settings: { ...settings, userAgent: settings.userAgent ?? ownUserAgent },
    notices,
    gate,
  });
  started.move();
  const liveness = new Liveness(chromium, tabs, notices, silence);
  const watched = { tabs, gate, liveness, notices, downloads, secrets };
  return { chromium, proxy, failures, ...watched, allowUploads, replayable };
}

/** A page that is refused something may ask a thousand times; it is told once, and of not too many. */
function onlyNew(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text) || told.size >= MOST_REFUSALS_TOLD) return;
    told.add(text);
    tell(text);
  };
}
