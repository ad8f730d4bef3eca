import { mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleHandlers } from '../../lambdas/bundling.ts';
import { median, repeat, type Figure, type Part } from './figures.ts';
import { importMs } from './import-ms.ts';

const IMPORTS = 5;

/** How large the handlers' bundles are, and how long a new process takes to import them. */
export const handlerBundles: Part = {
  title: `The handlers' bundles (medians of ${IMPORTS} imports, each in a process of its own)`,
  async measure(bench) {
    const startedAt = performance.now();
    const bundles = await bundleHandlers(await mkdtemp(join(bench.directory, 'bundles-')));
    const figures: Figure[] = [
      { id: 'bundle.build', label: 'bundling all three', value: performance.now() - startedAt, unit: 'ms' },
    ];
    for (const [name, path] of Object.entries(bundles)) {
      const imports = await repeat(IMPORTS, () => importMs(path, bench));
      const { size } = await stat(path);
      figures.push(
        { id: `bundle.${name}.import`, label: `${name}: cold import`, value: median(imports), unit: 'ms' },
        { id: `bundle.${name}.size`, label: `${name}: size without its source map`, value: size, unit: 'bytes' },
      );
    }
    return figures;
  },
};
