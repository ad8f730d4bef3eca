/** What Chromium knows the proxy by; a name that exists nowhere else. */
const PROXY_NAME = 'egress-proxy.invalid';

/** Every argument Chromium is started with, and why. */
const ARGUMENTS: readonly (readonly [argument: string, reason: string])[] = [
  ['--headless', 'there is no display'],
  ['--no-sandbox', 'the sandbox cannot be set up as root, nor inside Lambda'],
  ['--no-zygote', 'without the sandbox the zygote has no purpose; one process less'],
  ['--site-per-process', 'each site in a process of its own, whatever the memory of the machine'],
  ['--disable-dev-shm-usage', 'Lambda has no /dev/shm; shared memory goes to files in TMPDIR'],
  ['--disable-gpu', 'there is none, and software compositing takes half the time of an emulated one'],
  ['--in-process-gpu', 'one process less for compositing in software'],
  ['--window-size=1600,900', 'the window the model was trained on; a page may be told of another'],
  ['--lang=en-US', 'the language of date and number fields must not depend on the machine'],
  ['--disable-blink-features=AutomationControlled', 'navigator.webdriver is false, as in the reference client'],
  ['--allow-pre-commit-input', 'input that comes right after a navigation is not thrown away'],
  ['--disable-smooth-scrolling', 'a scroll is done when it is acknowledged'],
  ['--disable-background-timer-throttling', 'a page behind a popup goes on at full speed'],
  ['--disable-backgrounding-occluded-windows', 'the same for its rendering'],
  ['--disable-renderer-backgrounding', 'the same for its process priority'],
  ['--disable-ipc-flooding-protection', 'many quick commands are not slowed down'],
  ['--disable-hang-monitor', 'no question about a slow page that nobody can answer'],
  ['--disable-prompt-on-repost', 'no question about sending a form again'],
  ['--proxy-bypass-list=<-loopback>', 'addresses of this machine go through the proxy too'],
  [
    `--host-resolver-rules=MAP ${PROXY_NAME} 127.0.0.1,MAP * ~NOTFOUND`,
    'Chromium itself finds nobody but the proxy, whatever would go around it: look-ups ahead, datagrams, its own services',
  ],
  ['--disable-quic', 'it would be datagrams, which no proxy of HTTP forwards'],
  [
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    'calls between browsers go through the proxy or not at all',
  ],
  ['--webrtc-ip-handling-policy=disable_non_proxied_udp', 'the same, as the headless shell spells it'],
  ['--disable-background-networking', 'no requests of Chromium’s own'],
  ['--disable-component-update', 'the same for its components'],
  ['--disable-domain-reliability', 'the same for reports to its maker'],
  ['--disable-sync', 'the same for accounts'],
  ['--disable-default-apps', 'nothing to install'],
  ['--disable-extensions', 'nothing to extend'],
  ['--no-pings', 'no reports of followed links'],
  ['--no-first-run', 'no welcome'],
  ['--no-default-browser-check', 'nor this question'],
  ['--disable-breakpad', 'no crash reports; a core dump is 400 MB'],
  ['--disable-crash-reporter', 'the same for the headless shell'],
  [
    '--disable-features=Translate,MediaRouter,OptimizationHints,Prerender2',
    'services that would call home, and pages loaded before anybody goes there',
  ],
  ['--password-store=basic', 'no keyring to ask'],
  ['--mute-audio', 'nobody listens'],
  ['--force-color-profile=srgb', 'the same colours on every machine'],
  ['--font-render-hinting=none', 'the same text widths on every machine'],
  ['--disk-cache-size=33554432', 'at most 32 MB of the temporary directory'],
];

/**
 * The command line for a private profile directory.
 *
 * @param proxyPort - where on 127.0.0.1 the proxy listens
 */
export function chromiumArguments(profileDirectory: string, proxyPort: number): string[] {
  return [
    ...ARGUMENTS.map(([argument]) => argument),
    `--user-data-dir=${profileDirectory}`,
    `--proxy-server=http://${PROXY_NAME}:${proxyPort}`,
  ];
}

/**
 * Added when Chromium does not start otherwise, as was seen on Lambda, where a process could not set itself
 * no-new-privileges. Unsupported by Chromium: it may die when a navigation is aborted.
 */
export const FALLBACK_ARGUMENT = '--single-process';
