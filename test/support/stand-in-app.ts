import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { useChromiumContent } from '../../lib/deploy/chromium-layer.ts';
import { useHandlerBundles } from '../../lib/deploy/handler-bundles.ts';

const cdkConfiguration: { context: Record<string, unknown> } = JSON.parse(
  readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
);

/**
 * An app under the flags of cdk.json, as long as the work lasts. Code and Chromium are stand-ins of a few bytes: a template
 * holds no more of them than a hash.
 */
export function inAppOfStandIns<T>(work: (app: App) => T, context: Readonly<Record<string, unknown>> = {}): T {
  const directory = mkdtempSync(join(tmpdir(), 'nova-act-synthesis-'));
  try {
    const app = new App({
      outdir: join(directory, 'cdk.out'),
      context: { ...cdkConfiguration.context, ...context },
    });
    useHandlerBundles(app, {
      CreateRun: standIn(directory, 'CreateRun/index.mjs'),
      PerformSteps: standIn(directory, 'PerformSteps/index.mjs'),
      FinalizeRun: standIn(directory, 'FinalizeRun/index.mjs'),
      GrantAccess: standIn(directory, 'GrantAccess/index.mjs'),
      CloseRun: standIn(directory, 'CloseRun/index.mjs'),
      SweepRuns: standIn(directory, 'SweepRuns/index.mjs'),
    });
    useChromiumContent(app, { directory: standIn(directory, 'layer/chromium'), version: '1.2.3-4' });
    return work(app);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function standIn(directory: string, file: string): string {
  const path = join(directory, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, file);
  return join(path, '..');
}
