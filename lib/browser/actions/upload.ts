/// <reference lib="dom" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { Protocol } from 'puppeteer-core';
import { AgentRedirectError } from '../../act/errors.ts';
import { callInFrame, type Frame } from '../page/frame.ts';
import type { Hit } from '../page/hit-test.ts';
import type { FileChooser } from '../page/tab.ts';
import { isFile, uploadPath } from '../upload-allow-list.ts';
import type { ActionContext } from './context.ts';
import { chooserOfClick } from './file-chooser.ts';

/** For so long after the click a page may work out that it needs a file, in milliseconds. */
const CHOOSER_MS = 1_500;

/**
 * Gives files to a file input, one path a line where it takes several.
 *
 * @throws ActActuationError for one that is not allowed
 */
export async function giveFiles(
  value: string,
  { session, ...input }: Pick<FileChooser, 'session'> & Protocol.DOM.DescribeNodeRequest,
  { uploads, dispatch }: ActionContext,
): Promise<void> {
  const paths = value
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const { node } = await session.send('DOM.describeNode', input);
  const names = node.attributes?.filter((_, index) => index % 2 === 0) ?? [];
  if (paths.length > 1 && !names.includes('multiple'))
    throw new AgentRedirectError(
      'This file input takes one file. Use agentType(<value>, <same bbox>), with this format: /path/to/file',
    );
  const files = await Promise.all(paths.map((path) => uploadPath(path, uploads)));
  await dispatch(() => session.send('DOM.setFileInputFiles', { files, backendNodeId: node.backendNodeId }));
}

/** The file input that was hit. */
export async function hitFileInput({ frame, contextId }: Hit): Promise<Parameters<typeof giveFiles>[1]> {
  const { session } = frame;
  const { result } = await session.send('Runtime.evaluate', { expression: 'novaActElement', contextId });
  return { session, ...(result.objectId !== undefined && { objectId: result.objectId }) };
}

/**
 * The chooser that the click before has opened, or opens yet: that is waited for only when the text to be typed is the
 * path of a file, and nothing took the focus that it could be typed into.
 *
 * @param clickedAt in milliseconds since the epoch
 */
export async function chooserForValue(
  value: string,
  frame: Frame,
  clickedAt: number,
  { tab }: ActionContext,
): Promise<FileChooser | undefined> {
  const chooser = await chooserOfClick(tab, frame, clickedAt);
  if (chooser || !(await isFile(value))) return chooser;
  if (await callInFrame(frame, hasTextFocus).catch(() => false)) return undefined;
  await tab.activity.until(() => tab.closed || tab.fileChooser !== undefined, CHOOSER_MS);
  return tab.takeFileChooser();
}

/** Runs in the page. */
function hasTextFocus(): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (active instanceof HTMLInputElement) return active.selectionStart !== null || /^(email|number)$/.test(active.type);
  return active instanceof HTMLTextAreaElement || (active instanceof HTMLElement && active.isContentEditable);
}
