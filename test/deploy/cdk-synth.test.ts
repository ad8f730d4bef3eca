import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { deployedHandlers } from '../../lambdas/bundling.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('cdk synth needs no credentials and no network', async () => {
  using directory = temporaryDirectory();
  await using network = await watchedProxy();
  const executables = join(root, 'node_modules', '.bin');
  const assembly = join(directory.path, 'cdk.out');

  await promisify(execFile)(join(executables, 'cdk'), ['synth', '--quiet', '--output', assembly], {
    cwd: root,
    env: {
      PATH: [executables, process.env['PATH']].join(delimiter),
      HOME: directory.path,
      TMPDIR: directory.path,
      HTTP_PROXY: network.url,
      HTTPS_PROXY: network.url,
    },
  });

  expect(network.connections()).toBe(0);
  expect(readdirSync(assembly)).toContain('NovaActServerlessStack.template.json');
  const handlers = assets(assembly).filter((asset) => readdirSync(asset).includes('index.mjs'));
  expect(handlers).toHaveLength(Object.keys(deployedHandlers).length);
  for (const handler of handlers) {
    expect(readFileSync(join(handler, 'index.mjs'), 'utf8')).toMatch(/export\s*\{[^}]*\bhandler\b/);
  }
  const layers = assets(assembly).filter((asset) => readdirSync(asset).includes('chromium'));
  expect(layers.map((layer) => statSync(join(layer, 'chromium', 'chromium')).mode & 0o111)).toEqual([0o111]);
  // Copies 230 MB.
}, 60_000);

it('leaves no assembly after a refusal: what had come into being by then could be deployed', async () => {
  using directory = temporaryDirectory();
  const assembly = join(directory.path, 'cdk.out');
  const refused = promisify(execFile)(process.execPath, [join(root, 'bin', 'app.ts')], {
    cwd: root,
    env: { CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify({ modelId: '' }) },
  });
  await expect(refused).rejects.toMatchObject({ code: 2, stderr: 'modelId: came ""; must be 1 to 100 characters\n' });
  expect(readdirSync(directory.path, { recursive: true })).not.toContain(join('cdk.out', 'manifest.json'));
});

function assets(assembly: string): string[] {
  return readdirSync(assembly, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('asset.'))
    .map((entry) => join(assembly, entry.name));
}

/** A proxy that lets nothing through and counts who tries. */
async function watchedProxy() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
  return {
    url: `http://127.0.0.1:${address.port}`,
    connections: () => connections,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
