import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The key that seals the browsers' saved states on this machine: with the user, and not beside the journal, which may be
 * copied or handed on. Made when there is none yet.
 */
export function checkpointKey(): Uint8Array {
  const state = process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  const path = join(state, 'nova-act-serverless', 'checkpoint.key');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(path);
}
