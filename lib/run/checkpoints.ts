import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { CheckpointUnreadable } from '../act/errors.ts';
import type { BrowserState } from '../act/ports.ts';
import type { StoredCheckpoint } from './head.ts';
import type { Artifacts, Seal } from './ports.ts';

export interface CheckpointPorts {
  readonly artifacts: Artifacts;
  readonly seal: Seal;
}

/** Bytes of a checkpoint that the head takes; a larger one stands among the artifacts. */
const KEPT_IN_HEAD_BYTES = 32 * 1024;
/** What a checkpoint may inflate to, in bytes. */
const STATE_BYTES_LIMIT = 64 * 1024 * 1024;

/** Keeps a browser's state. */
export async function keepCheckpoint(
  state: BrowserState,
  key: string,
  { artifacts, seal }: CheckpointPorts,
): Promise<StoredCheckpoint> {
  const sealed = seal.close(deflateRawSync(JSON.stringify(state)));
  if (sealed.byteLength <= KEPT_IN_HEAD_BYTES) return { sealed: Buffer.from(sealed).toString('base64') };
  await artifacts.put(key, sealed, 'application/octet-stream');
  return { key };
}

/** Where the state in which an act begins is kept, for whoever resumes the run there. */
export function actCheckpoint(actIndex: number): string {
  return `checkpoints/act-${String(actIndex).padStart(5, '0')}.bin`;
}

/** Keeps a checkpoint, if there is one, under a key where nothing overwrites it. Says whether there was one. */
export async function copyCheckpoint(
  stored: StoredCheckpoint | undefined,
  key: string,
  from: Artifacts,
  to: Artifacts,
): Promise<boolean> {
  const sealed = stored && (await sealedBytes(stored, from));
  if (sealed !== undefined) await to.put(key, sealed, 'application/octet-stream');
  return sealed !== undefined;
}

/** @throws CheckpointUnreadable */
export async function readCheckpoint(
  stored: StoredCheckpoint,
  { artifacts, seal }: CheckpointPorts,
): Promise<BrowserState> {
  const sealed = await sealedBytes(stored, artifacts);
  if (sealed === undefined) throw new CheckpointUnreadable('the saved state of the browser is gone');
  try {
    const bytes = inflateRawSync(seal.open(sealed), { maxOutputLength: STATE_BYTES_LIMIT });
    const state: BrowserState = JSON.parse(new TextDecoder().decode(bytes));
    return state;
  } catch (cause) {
    throw new CheckpointUnreadable('the saved state of the browser is damaged, or was sealed with another key', {
      cause,
    });
  }
}

async function sealedBytes(stored: StoredCheckpoint, artifacts: Artifacts): Promise<Uint8Array | undefined> {
  return 'sealed' in stored ? Buffer.from(stored.sealed, 'base64') : artifacts.get(stored.key);
}
