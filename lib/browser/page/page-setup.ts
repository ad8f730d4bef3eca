import type { CDPSession, Protocol } from 'puppeteer-core';
import type { BrowserSettings } from '../../run/browser-settings.ts';
import type { Notices } from '../notices.ts';
import type { NavigationGate } from './navigation-gate.ts';

/** What every page of a browser is set up with. */
export interface PageSetup {
  readonly settings: BrowserSettings & { readonly userAgent: string };
  readonly notices: Notices;
  /** Absent: pages may be anywhere. */
  readonly gate?: NavigationGate | undefined;
}

type Platform = Pick<Protocol.Emulation.UserAgentMetadata, 'platform' | 'architecture' | 'mobile'> & {
  readonly navigator: string;
};

/** The platforms that a user agent may name. */
const PLATFORMS: readonly (readonly [named: RegExp, platform: Platform])[] = [
  [/Android/, { platform: 'Android', architecture: '', mobile: true, navigator: 'Linux armv81' }],
  [/Windows/, { platform: 'Windows', architecture: 'x86', mobile: false, navigator: 'Win32' }],
  [/Macintosh/, { platform: 'macOS', architecture: 'arm', mobile: false, navigator: 'MacIntel' }],
  [/./, { platform: 'Linux', architecture: 'x86', mobile: false, navigator: 'Linux x86_64' }],
];

/**
 * Makes a page, a frame or a worker present itself as the settings say. What its target has no command for is left out;
 * the time zone comes from Chromium's environment.
 */
export function present(session: CDPSession, { settings }: PageSetup): Promise<unknown>[] {
  const { locale, userAgent, headers } = settings;
  const [language = locale] = locale.split('-');
  const presentation = [
    session.send('Emulation.setUserAgentOverride', {
      userAgent,
      acceptLanguage: language === locale ? locale : `${locale},${language}`,
      ...clientHints(userAgent),
    }),
    ...(Object.keys(headers).length > 0
      ? [
          session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
          session.send('Network.setExtraHTTPHeaders', { headers }),
        ]
      : []),
  ];
  // A process has one locale: for the second of its documents it is set already, which Chromium calls an error.
  const ofProcess = locale === 'en-US' ? [] : [session.send('Emulation.setLocaleOverride', { locale }).catch(isSet)];
  return [...presentation, ...ofProcess];
}

/** What else a Chromium tells of itself must be the same that its user agent says; others tell nothing. */
function clientHints(
  userAgent: string,
): Pick<Protocol.Emulation.SetUserAgentOverrideRequest, 'platform' | 'userAgentMetadata'> {
  const [, fullVersion = '', major = ''] = /Chrome\/((\d+)[\d.]*)/.exec(userAgent) ?? [];
  const found = PLATFORMS.find(([named]) => named.test(userAgent))?.[1];
  if (!found) return {};
  const { navigator, ...platform } = found;
  if (major === '') return { platform: navigator };
  return {
    platform: navigator,
    userAgentMetadata: {
      ...platform,
      brands: brands(major, '8'),
      fullVersionList: brands(fullVersion, '8.0.0.0'),
      platformVersion: '',
      model: '',
    },
  };
}

/** Chromium's own, with one that keeps sites from relying on the list. */
function brands(version: string, other: string): Protocol.Emulation.UserAgentBrandVersion[] {
  return [
    { brand: 'Chromium', version },
    { brand: 'Not)A;Brand', version: other },
  ];
}

function isSet(): void {}
