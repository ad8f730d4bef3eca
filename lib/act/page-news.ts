import type { KeptDownload } from './outcome.ts';
import type { CallPorts } from './perform-calls.ts';
import { downloaded } from './progress.ts';

/** Downloads that an act keeps; what comes after is told of and left. */
const DOWNLOADS_KEPT = 20;
/** The same for all of them together. */
const MEGABYTES_KEPT = 200;

/** Records what happened in the browser beside the calls, and keeps the files it was given. */
export async function takePageNews({
  browser,
  journal,
  recorder,
}: Pick<CallPorts, 'browser' | 'journal' | 'recorder'>): Promise<void> {
  const step = journal.progress.stepsTaken;
  for (const notice of browser.takeNotices()) recorder.record({ type: 'PageNotice', step, notice });
  for (const download of await browser.takeDownloads()) {
    const { name, mediaType, bytes } = download;
    const reason = refusal(journal.progress.downloads ?? [], bytes);
    if (reason !== undefined) {
      recorder.record({ type: 'PageNotice', step, notice: { kind: 'downloadRefused', name, reason } });
      continue;
    }
    const kept = { name, mediaType, bytes, location: await recorder.keepDownload(download) };
    journal.note(downloaded(journal.progress, [kept]));
    recorder.record({ type: 'Downloaded', step, download: kept });
  }
}

/** Does something in the browser and takes its news, however that ended; an error of its own comes before one of keeping. */
export async function withPageNews<Result>(
  work: () => Promise<Result>,
  ports: Parameters<typeof takePageNews>[0],
): Promise<Result> {
  try {
    const result = await work();
    await takePageNews(ports);
    return result;
  } catch (error) {
    await takePageNews(ports).catch(() => {});
    throw error;
  }
}

function refusal(kept: readonly KeptDownload[], bytes: number): string | undefined {
  if (kept.length >= DOWNLOADS_KEPT) return `an act keeps ${DOWNLOADS_KEPT} downloads`;
  const together = kept.reduce((sum, each) => sum + each.bytes, bytes);
  return together > MEGABYTES_KEPT * 1024 * 1024 ? `an act keeps ${MEGABYTES_KEPT} MB of downloads` : undefined;
}
