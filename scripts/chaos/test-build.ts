import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, stop as stopEsbuild } from 'esbuild';
import { bundleHandlers } from '../../lambdas/bundling.ts';

const HOOKED = fileURLToPath(new URL('hooked/sqlite-journal-store.ts', import.meta.url));

/** Puts the journal with the hook where the real one is asked for, except by the hook itself. */
const hookedJournal: Plugin = {
  name: 'hooked-journal',
  setup(build) {
    build.onResolve({ filter: /\/sqlite-journal-store\.ts$/ }, ({ importer }) =>
      importer === HOOKED ? undefined : { path: HOOKED },
    );
  },
};

/** The handlers as they are deployed, but for the hook in their journal. */
export async function buildHookedHandlers(): Promise<Disposable & { readonly path: string }> {
  const path = mkdtempSync(join(tmpdir(), 'nova-act-hooked-'));
  await bundleHandlers(path, [hookedJournal]);
  await stopEsbuild();
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
