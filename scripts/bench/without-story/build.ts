import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, stop as stopEsbuild } from 'esbuild';
import { bundleHandlers } from '../../../lambdas/bundling.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Puts the modules of this directory where those of a run's story are asked for, except by themselves. */
const withoutStory: Plugin = {
  name: 'without-story',
  setup(build) {
    build.onResolve({ filter: /\/(recorder|log-delivery|announce|write-replay)\.ts$/ }, ({ path, importer }) =>
      `${dirname(importer)}/` === HERE ? undefined : { path: `${HERE}${basename(path)}` },
    );
  },
};

/** The handlers as they are deployed, but for a run's story: nothing is recorded, logged or replayed. */
export async function bundleWithoutStory(outDir: string): Promise<void> {
  await bundleHandlers(outDir, [withoutStory]);
  await stopEsbuild();
}
