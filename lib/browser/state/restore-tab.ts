import type { Restore } from '../../run/ports.ts';
import { callInContext, callInFrame, ownWorld, type Frame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import type { CapturedDocument, CapturedTab } from './browser-state.ts';
import { inTime } from './in-time.ts';
import { told, type Losses } from './losses.ts';
import { listControls } from './page/list-controls.ts';
import { readDocument, type DocumentFacts } from './page/read-document.ts';
import { scrollBack } from './page/scroll-back.ts';
import { writeControls, type ControlFailures } from './page/write-controls.ts';

/** A document that says nothing for so long is left as it is, in milliseconds. */
const ANSWER_MS = 5_000;

interface Found extends DocumentFacts {
  readonly frame: Frame;
}

/** Says in which way the loaded page is another one than it was. */
export async function comparePage(tab: Tab, { url, status }: CapturedTab, losses: Losses): Promise<void> {
  const found = await find(tab.mainFrame);
  if (!found) losses.add(`The page ${told(url)} was loaded again, and does not answer.`);
  else if (placeOf(found.url) !== placeOf(url))
    losses.add(`The page ${told(url)} did not come back: its address led to ${told(found.url)}.`);
  else if (found.url.replace(/#$/, '') !== url.replace(/#$/, ''))
    losses.add(`The page ${told(url)} came back under another address: what follows its path is not the same.`);
  else if (found.status >= 400 && found.status !== status)
    losses.add(`The page ${told(url)} came back with the status ${found.status}.`);
}

/** Puts back what was entered in the documents of a page, and scrolls them to where they were. */
export async function restoreDocuments(
  tab: Tab,
  { documents }: CapturedTab,
  forms: Restore['forms'],
  losses: Losses,
): Promise<void> {
  const there = await Promise.all(tab.frames.all().map(find));
  for (const captured of documents) {
    const { controls = [], path, scroll, url } = captured;
    if (controls.length === 0 && !scroll) continue;
    const found = there.find((each) => each?.path.join() === path.join() && placeOf(each.url) === placeOf(url));
    if (found) await restoreDocument(found.frame, captured);
    else tell([{ missing: controls.length, refused: 0, noticed: 0 }], url);
  }

  async function restoreDocument(frame: Frame, { controls = [], scroll, url }: CapturedDocument): Promise<void> {
    const { session } = frame;
    const contextId = await ownWorld(frame);
    const failures: ControlFailures[] = [];
    // One by one where the page is told: it may change its form with each of them.
    for (const together of forms === 'told' ? controls.map((each) => [each]) : [controls]) {
      await callInContext(session, contextId, listControls);
      const json = JSON.stringify(together);
      failures.push(await callInContext(session, contextId, writeControls, json, forms === 'told'));
    }
    tell(failures, url);
    // As far as that goes: the agent looks at the page in any case.
    if (scroll) await callInContext(session, contextId, scrollBack, scroll);
  }

  function tell(failures: readonly ControlFailures[], url: string): void {
    const sum = (kind: keyof ControlFailures) => failures.reduce((total, each) => total + each[kind], 0);
    const [one, many, on] = ['field', 'fields', `filled in on ${told(url)}`];
    losses.count(sum('missing'), one, many, `${on} could not be found again.`);
    losses.count(sum('refused'), one, many, `${on} did not take what had been entered.`);
    losses.count(
      sum('noticed'),
      one,
      many,
      `${on} had to be left alone: scripts of the page may have noticed what had been entered.`,
    );
  }
}

async function find(frame: Frame): Promise<Found | undefined> {
  const text = await inTime(callInFrame(frame, readDocument, 0), performance.now() + ANSWER_MS);
  if (text === undefined) return undefined;
  const facts: DocumentFacts = JSON.parse(text);
  return { ...facts, frame };
}

/** What is entered on one page is never entered on another. */
function placeOf(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
