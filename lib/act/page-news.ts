import type { CallPorts } from './perform-calls.ts';
import { downloaded } from './progress.ts';

/** Downloads that an act keeps; what comes after is told of and left. */
const DOWNLOADS_KEPT = 20;

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
    if ((journal.progress.downloads?.length ?? 0) >= DOWNLOADS_KEPT) {
      const reason = `an act keeps ${DOWNLOADS_KEPT} downloads`;
      recorder.record({ type: 'PageNotice', step, notice: { kind: 'downloadRefused', name, reason } });
      continue;
    }
    const kept = { name, mediaType, bytes, location: await recorder.keepDownload(download) };
    journal.note(downloaded(journal.progress, [kept]));
    recorder.record({ type: 'Downloaded', step, download: kept });
  }
}
