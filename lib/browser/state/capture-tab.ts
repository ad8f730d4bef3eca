import type { FilledSecrets } from '../masking/filled-secrets.ts';
import type { Frame } from '../page/frame.ts';
import type { Tab } from '../page/tab.ts';
import type { CapturedDocument, CapturedTab } from './browser-state.ts';
import { captureDocument } from './capture-document.ts';
import { inTime } from './in-time.ts';
import { isWeb, told, type Losses } from './losses.ts';
import { readFrame, type DocumentRead } from './read-frame.ts';
import type { Room } from './room.ts';

/** A tab with what was read of its documents. */
export interface TabRead {
  readonly tab: Tab;
  readonly documents: readonly DocumentRead[];
  /** How many said nothing in time. */
  readonly silent: number;
}

/** A tab without what it shares with others; its documents with what that is read from. */
export interface TabCaptured extends Omit<CapturedTab, 'documents'> {
  readonly documents: readonly (CapturedDocument & { readonly read: DocumentRead })[];
}

/**
 * @param limit of what is read of each kind in each document, in characters
 * @param until by `performance.now()`
 */
export async function readTab(tab: Tab, limit: number, until: number): Promise<TabRead> {
  const frames = tab.frames.all();
  const reads = await Promise.all(frames.map((frame) => inTime(readFrame(frame, limit, until), until)));
  const documents = reads.filter((read) => read !== undefined);
  const said = new Set(documents.map(({ frame }) => frame.id));
  const silent = frames.filter(({ id }) => !said.has(id) && tab.frames.get(id) !== undefined);
  return { tab, documents, silent: silent.length };
}

/** @param address of the tab, as far as the browser knows it; a page that is silent cannot say it */
export function captureTab(
  { tab, documents, silent }: TabRead,
  address: string | undefined,
  secrets: FilledSecrets,
  { room, losses }: { readonly room: Room; readonly losses: Losses },
): TabCaptured {
  const main = documents.find(({ frame }) => frame.id === tab.targetId);
  const url = main?.url ?? address ?? 'about:blank';
  const at = told(url);
  losses.count(silent, 'document', 'documents', `of ${at} did not answer in time: nothing of it could be kept.`);
  if (!isWeb(url) && !main?.isEmpty)
    losses.add(`The tab of ${at} showed what no server can be asked for: it is empty now.`);
  return {
    url,
    status: main?.status ?? 0,
    ...(tab.isPosted && { posted: true }),
    documents: documents.map((read) => ({
      read,
      ...captureDocument(read, originsAround(read.frame), secrets, { room, losses }),
    })),
  };

  /** From the tab's own document down; empty when one of them has none, or did not say. */
  function originsAround(inner: Frame): string[] {
    const origins: string[] = [];
    let outermost = inner;
    for (let frame: Frame | undefined = inner; frame; frame = tab.frames.parentOf(frame.id)) {
      const { id } = frame;
      const origin = documents.find((each) => each.frame.id === id)?.origin ?? '';
      if (!isWeb(origin)) return [];
      if (origin !== origins[0]) origins.unshift(origin);
      outermost = frame;
    }
    return outermost.id === tab.targetId ? origins : [];
  }
}
