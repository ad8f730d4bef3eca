import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheDirectory } from '../../lib/deploy/cache-directory.ts';
import { chromiumContent } from '../../lib/deploy/chromium-content.ts';
import { median, repeat, type Bench, type Part } from './figures.ts';

const RUNS = 3;
const LIMIT_MS = 15_000;
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** What `cdk synth` takes as its user sees it, in a process of its own. */
export const synth: Part = {
  title: `cdk synth (median of ${RUNS}, with the layer in the cache)`,
  async measure(bench) {
    // Inflated once per version of Chromium, and then shared.
    chromiumContent(cacheDirectory(PROJECT));
    const value = median(await repeat(RUNS, () => synthesized(bench)));
    return [{ id: 'synth.wall', label: 'one workflow, its functions bundled', value, unit: 'ms', limit: LIMIT_MS }];
  },
};

async function synthesized({ directory, signal }: Bench): Promise<number> {
  const assembly = await mkdtemp(join(directory, 'synth-'));
  const cdk = join(PROJECT, 'node_modules', '.bin', 'cdk');
  try {
    const startedAt = performance.now();
    await promisify(execFile)(cdk, ['synth', '--quiet', '--output', assembly], { cwd: PROJECT, signal });
    return performance.now() - startedAt;
  } finally {
    // Each assembly has a copy of the layer, 230 MB.
    await rm(assembly, { recursive: true, force: true });
  }
}
