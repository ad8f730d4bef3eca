import { callInContext, ownWorld, type Frame } from '../page/frame.ts';
import type { CapturedControl } from './browser-state.ts';
import { inTime } from './in-time.ts';
import { whichAreNoticed } from './noticed.ts';
import { listControls } from './page/list-controls.ts';
import { readControls, type ReadControls } from './page/read-controls.ts';
import { readDocument, type DocumentFacts } from './page/read-document.ts';
import { watchInputs } from './page/watch-inputs.ts';

/** What has to be left of the time when it is given up to ask who has noticed what. */
const REST_MS = 300;

/** What one document is captured from. */
export interface DocumentRead extends DocumentFacts {
  readonly frame: Frame;
  readonly contextId: number;
  /** Documents of the same key share what they store. */
  readonly storageKey: string;
  readonly controls: readonly CapturedControl[];
  readonly left: ReadControls['left'];
}

/**
 * @param limit of what is read of each kind, in characters
 * @param until by `performance.now()`; controls of which it is not known by then whether they were noticed count as such
 */
export async function readFrame(frame: Frame, limit: number, until: number): Promise<DocumentRead> {
  const { session, id: frameId } = frame;
  const contextId = await ownWorld(frame);
  // All at once: a session does them in this order.
  const [{ storageKey }, said, , , read] = await Promise.all([
    session.send('Storage.getStorageKey', { frameId }).catch(() => ({ storageKey: frameId })),
    callInContext(session, contextId, readDocument, limit),
    callInContext(session, contextId, watchInputs),
    callInContext(session, contextId, listControls),
    callInContext(session, contextId, readControls, limit),
  ]);
  const facts: DocumentFacts = JSON.parse(said);
  const { controls, left }: ReadControls = JSON.parse(read);
  const kinds = controls.map(({ kind }) => kind);
  const noticed = kinds.length > 0 ? await inTime(whichAreNoticed(session, contextId, kinds), until - REST_MS) : [];
  return {
    ...facts,
    frame,
    contextId,
    storageKey,
    controls: controls.map((control, index) => (noticed?.[index] === false ? control : { ...control, noticed: true })),
    left,
  };
}
