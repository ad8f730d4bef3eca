import { stat } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { median, repeat, type Bench, type Figure, type Part } from './figures.ts';
import { importMs } from './import-ms.ts';

const IMPORTS = 9;
const SIZE_LIMIT_BYTES = 400 * 1024;
const IMPORT_LIMIT_MS = 150;

const CLIENT = fileURLToPath(new URL('../../lib/nova-act/client/index.ts', import.meta.url));

const bundlings: readonly (readonly [file: string, label: string, options: BuildOptions])[] = [
  // What a function that has nothing else gets when nobody gives the bundler a hint.
  ['plain.cjs', "bundled with esbuild's own settings", {}],
  [
    'esm.mjs',
    'bundled with ES modules first, as the handlers are',
    {
      mainFields: ['module', 'main'],
      format: 'esm',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    },
  ],
];

/** A function that has nothing else, and with this class every operation of the client. */
const FUNCTION: BuildOptions = {
  stdin: {
    contents: `import { NovaAct } from ${JSON.stringify(CLIENT)};
      export const handler = (request) => new NovaAct().invokeActStep(request);`,
    resolveDir: dirname(CLIENT),
  },
};

/** What the bare client adds to a function that has nothing else: bytes, minified, and the time to import it. */
export const clientImport: Part = {
  title: `The client alone (medians of ${IMPORTS} imports, each in a process of its own)`,
  async measure(bench) {
    const figures: Figure[] = [];
    for (const [file, label, options] of bundlings) {
      const outfile = join(bench.directory, file);
      const shared: BuildOptions = { bundle: true, minify: true, platform: 'node', logLevel: 'warning' };
      await build({ ...FUNCTION, outfile, ...shared, ...options });
      const { size } = await stat(outfile);
      const id = `client.${parse(file).name}`;
      figures.push(
        { id: `${id}.size`, label: `${label}: size`, value: size, unit: 'bytes', limit: SIZE_LIMIT_BYTES },
        await importing(`${id}.import`, `${label}: import`, outfile, bench),
      );
    }
    return [...figures, await importing('client.source.import', 'from its source: import', CLIENT, bench)];
  },
};

async function importing(id: string, label: string, path: string, bench: Bench): Promise<Figure> {
  const imports = await repeat(IMPORTS, () => importMs(path, bench));
  return { id, label, value: median(imports), unit: 'ms', limit: IMPORT_LIMIT_MS };
}
