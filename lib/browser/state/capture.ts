import type { BrowserState } from '../../act/ports.ts';
import type { BrowserParts } from '../browser-parts.ts';
import { writtenState } from './browser-state.ts';
import { captureShared } from './capture-shared.ts';
import { captureTab, readTab } from './capture-tab.ts';
import { readCookies } from './cookies.ts';
import { inTime } from './in-time.ts';
import { Losses } from './losses.ts';
import { Room } from './room.ts';

/** For all of it, in milliseconds. */
const CAPTURE_MS = 2_000;
/** Of all of it, in characters. */
const LIMIT = 8 * 1024 * 1024;

/**
 * What another browser needs to go on in this one's place. Takes milliseconds on an ordinary page, and never more than
 * two seconds; what could not be read by then, and what cannot be carried over at all, is told in the state.
 */
export async function captureState({
  chromium,
  tabs,
  secrets,
}: Pick<BrowserParts, 'chromium' | 'tabs' | 'secrets'>): Promise<BrowserState> {
  const until = performance.now() + CAPTURE_MS;
  const losses = new Losses();
  const room = new Room(LIMIT);
  const open = tabs.all.filter(({ isShowing }) => isShowing);
  losses.count(tabs.all.length - open.length, 'tab', 'tabs', 'had not loaded anything yet.');
  const [cookies, targets, reads] = await Promise.all([
    inTime(readCookies(chromium.session, losses), until),
    inTime(chromium.session.send('Target.getTargets'), until),
    Promise.all(open.map((tab) => readTab(tab, LIMIT, until))),
  ]);
  if (!cookies) losses.add('The cookies could not be read in time.');
  const kept = (cookies ?? []).filter((cookie) => room.takes(cookie));
  losses.count((cookies ?? []).length - kept.length, 'cookie', 'cookies', 'too many could not be kept.');

  const urls = new Map(targets?.targetInfos.map(({ targetId, url }) => [targetId, url]));
  const captured = reads.map((read) => captureTab(read, urls.get(read.tab.targetId), secrets, { room, losses }));
  const shared = await captureShared(captured, until, { room, losses });
  return writtenState({
    cookies: kept,
    tabs: captured.map(({ documents, ...tab }) => ({
      ...tab,
      documents: documents.flatMap(({ read, ...document }) => {
        const whole = { ...document, ...shared.get(read) };
        const { session, local, databases, scroll, controls } = whole;
        return (session ?? local ?? databases ?? scroll ?? controls) ? whole : [];
      }),
    })),
    lost: losses.sentences.map((sentence) => secrets.redact(sentence)),
  });
}
