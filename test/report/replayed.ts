import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Chromium } from '../../lib/browser/chromium-launch.ts';
import { replayReport } from '../../lib/report/replay-page.ts';
import { checkInput } from '../../lib/run/check-input.ts';
import { resolveInput, type ResolvedInput } from '../../lib/run/resolved-input.ts';
import { OpenedPage } from '../support/opened-page.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

type Run = Parameters<typeof replayReport.replayPages>[0];

/** A run whose replay a test looks at; what it leaves out is not there. */
export type Replayed = Partial<Run>;

/** Its pages by key, the first one first. */
export async function pagesOf(run: Replayed): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const whole: Run = {
    name: 'replay',
    input: undefined,
    result: undefined,
    events: [],
    screenshot: async () => undefined,
    picturesMs: 60_000,
    ...run,
  };
  for await (const { key, html } of replayReport.replayPages(whole)) pages.set(key, html);
  return pages;
}

/** The first page of its replay. */
export async function openedRun(chromium: Chromium, run: Replayed): Promise<OpenedPage> {
  const [first = ''] = (await pagesOf(run)).values();
  return openedHtml(chromium, first);
}

/** The page as somebody opens it who got it as a file. */
export async function openedHtml(chromium: Chromium, text: string): Promise<OpenedPage> {
  return openedFiles(chromium, new Map([['replay.html', text]]), 'replay.html');
}

/** One of several pages that lie beside each other. */
export async function openedFiles(
  chromium: Chromium,
  pages: ReadonlyMap<string, string>,
  key: string,
): Promise<OpenedPage> {
  using directory = temporaryDirectory();
  for (const [name, text] of pages) {
    mkdirSync(dirname(join(directory.path, name)), { recursive: true });
    writeFileSync(join(directory.path, name), text);
  }
  return await OpenedPage.open(chromium, pathToFileURL(join(directory.path, key)).href);
}

/** An execution input as CreateRun keeps it. */
export function keptInput(input: unknown): ResolvedInput {
  const checked = checkInput(input, { name: 'run', startTime: '2026-01-01T00:00:00Z' });
  return resolveInput(checked, { workflowDefinitionName: 'chores', modelId: 'nova-act-latest', replayable: false });
}
