import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyProject, filesOf, installedManifest, packPackage, PROJECT } from './packed.ts';

const run = promisify(execFile);
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');
const HANDLERS = ['CreateRun', 'PerformSteps', 'FinalizeRun', 'GrantAccess', 'CloseRun', 'SweepRuns'];

/** All that may be in the tarball. */
const CONTENTS = [
  /^(package\.json|README\.md|LICENSE)$/,
  /^bin\/nova-act\.(js|d\.ts)$/,
  /^(lib|lambdas)\/[\w/-]+\.(js|d\.ts)$/,
  /^bundles\/LICENSES\.txt$/,
  /^bundles\/(CreateRun|PerformSteps|FinalizeRun|GrantAccess|CloseRun|SweepRuns)\/index\.mjs(\.map)?$/,
  /^bundles\/(FinalizeRun|CloseRun|SweepRuns)\/mozjpeg_(dec|enc)\.wasm$/,
  /^docs\/workflow-input\.schema\.json$/,
  /^state-machines\/run-workflow\.asl\.json$/,
];

let packed: Awaited<ReturnType<typeof packPackage>>;
let withCdk: ReturnType<typeof emptyProject>;
let withoutCdk: ReturnType<typeof emptyProject>;
const inPackage = (path: string) => readFileSync(join(withCdk.installed, path), 'utf8');
const inRepository = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

// Compiles, bundles and packs: some seconds, and more while other tests take the processors.
beforeAll(async () => {
  packed = await packPackage();
  withCdk = emptyProject(packed.tarball, { peers: true });
  withoutCdk = emptyProject(packed.tarball, { peers: false });
  writeFileSync(join(withCdk.path, 'app.ts'), shown('app.ts'));
}, 120_000);
afterAll(() => {
  for (const made of [packed, withCdk, withoutCdk]) made[Symbol.dispose]();
});

describe('the tarball', () => {
  it('holds what was compiled and bundled, the definition and the schema, and nothing else', () => {
    const files = filesOf(withCdk.installed);
    expect(files.filter((file) => !CONTENTS.some((allowed) => allowed.test(file)))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(HANDLERS.map((name) => `bundles/${name}/index.mjs`)));
    expect(inPackage('state-machines/run-workflow.asl.json')).toBe(
      inRepository('state-machines/run-workflow.asl.json'),
    );
    expect(inPackage('docs/workflow-input.schema.json')).toBe(inRepository('docs/workflow-input.schema.json'));
    expect(packed.told).toMatch(/\.tgz: \d+\.\d MB; \d+ files, \d+\.\d MB unpacked\n$/);
  });

  it('has no program of a machine in it, and no path of the one it was made on', () => {
    const places = ['lib', 'node_modules', '.cache'].map((name) => join(PROJECT, name));
    const found = filesOf(withCdk.installed).filter((file) => {
      const bytes = readFileSync(join(withCdk.installed, file));
      return bytes.subarray(0, 4).toString('latin1') === '\u007fELF' || places.some((place) => bytes.includes(place));
    });
    expect(found).toEqual([]);
  });

  it('names the packages that its code imports, and no others', () => {
    const { dependencies, peerDependencies } = installedManifest.parse(JSON.parse(inPackage('package.json')));
    const named = Object.keys({ ...dependencies, ...peerDependencies });
    const code = filesOf(withCdk.installed).filter((file) => file.endsWith('.js'));
    const declarations = declarationsFrom(['lib/sdk/index.d.ts', 'lib/deploy/index.d.ts']);
    const used = [...new Set([...code, ...declarations].flatMap(packagesOf))];
    expect(used.toSorted()).toEqual(named.toSorted());
  });

  it('leaves behind what only the repository needs, and takes CDK from whoever has it', () => {
    const manifest: Record<string, unknown> = JSON.parse(inPackage('package.json'));
    for (const left of ['private', 'scripts', 'devDependencies', 'optionalDependencies'])
      expect(manifest).not.toHaveProperty(left);
    expect(manifest['dependencies']).not.toHaveProperty('aws-cdk-lib');
    expect(manifest['dependencies']).not.toHaveProperty('constructs');
    expect(manifest['peerDependenciesMeta']).toEqual({
      'aws-cdk-lib': { optional: true },
      constructs: { optional: true },
    });
  });

  it('says with which version of the CDK command it goes, as npm may take another for the latest', () => {
    const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(inRepository('package.json'));
    const [major] = devDependencies['aws-cdk']?.split('.') ?? [];
    expect(/^ {4}npm install (.*)$/m.exec(inPackage('README.md'))?.[1]?.split(' ').slice(1)).toEqual([
      'zod',
      'aws-cdk-lib',
      'constructs',
      `aws-cdk@${major}`,
    ]);
  });

  it('has the licences of what is in its bundles', () => {
    const licenses = inPackage('bundles/LICENSES.txt');
    expect(licenses).toMatch(/^zod \S+ \(MIT\)$/m);
    expect(licenses).toMatch(/^@jsquash\/jpeg \S+ \(Apache-2\.0\)$/m);
    expect(licenses).toContain('Permission is hereby granted, free of charge');
  });
});

describe.concurrent('in an empty project, installed', () => {
  it('type-checks what its README shows, with the types that it has', async () => {
    writeFileSync(join(withCdk.path, 'price.ts'), shown('price.ts'));
    writeFileSync(join(withCdk.path, 'wrong.ts'), WRONG);
    const options = {
      target: 'esnext',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: ['node'],
    };
    const tsconfig = { compilerOptions: { ...options, skipLibCheck: true }, include: ['*.ts'] };
    writeFileSync(join(withCdk.path, 'tsconfig.json'), JSON.stringify(tsconfig));
    const { stdout } = await run(process.execPath, [TSC], { cwd: withCdk.path }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout.match(/error TS/g)).toHaveLength(2);
    expect(stdout).toContain("wrong.ts(5,7): error TS2322: Type 'Promise<number | undefined>'");
    expect(stdout).toContain("wrong.ts(6,7): error TS2322: Type 'StateMachine'");
  }, 60_000);

  it('synthesises the app of its README, twice the same, and writes only into the cache', async () => {
    const before = filesOf(withCdk.installed);

    const first = await synthesise(withCdk.path);
    expect(typesOf(first.template)).toMatchObject({
      'AWS::StepFunctions::StateMachine': 1,
      'AWS::Lambda::LayerVersion': 1,
      'AWS::NovaAct::WorkflowDefinition': 1,
    });
    const definition = JSON.parse(inRepository('state-machines/run-workflow.asl.json'));
    expect(definitionOf(first.template)).toEqual(definition);
    const bundles = HANDLERS.map((name) => inPackage(`bundles/${name}/index.mjs`));
    expect(bundles.filter((bundle) => !first.handlers.includes(bundle))).toEqual([]);
    const cache = join(withCdk.path, 'node_modules/.cache/nova-act-serverless');
    const [layer = '', ...others] = readdirSync(cache);
    expect(others).toEqual([]);
    expect(statSync(join(cache, layer, 'chromium/chromium')).mode & 0o111).toBe(0o111);
    const { ino } = statSync(join(cache, layer));

    const second = await synthesise(withCdk.path);
    expect(second).toEqual(first);
    expect(statSync(join(cache, layer)).ino).toBe(ino);
    expect(filesOf(withCdk.installed)).toEqual(before);
  }, 60_000);

  it('is a library and a schema where CDK is not installed', async () => {
    const program = `
      import { NovaAct, tool, Workflow } from 'nova-act-serverless';
      import schema from 'nova-act-serverless/workflow-input.schema.json' with { type: 'json' };
      const cdk = await import('nova-act-serverless/cdk').catch((error) => error.message);
      console.log(JSON.stringify([typeof NovaAct.start, typeof tool, typeof Workflow.run, schema.required, cdk]));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: withoutCdk.path,
    });
    expect(JSON.parse(stdout)).toEqual([
      'function',
      'function',
      'function',
      ['startingPage', 'acts'],
      expect.stringMatching(/^Cannot find package '(aws-cdk-lib|constructs)'/),
    ]);
  });

  it('runs a workflow with its command, its bundles and a tool of the project', async () => {
    const file = (name: string, text: string) => writeFileSync(join(withoutCdk.path, name), text);
    file('site.ts', SITE);
    file('tools.ts', TOOLS);
    file('workflow.json', JSON.stringify(WORKFLOW));
    const args = ['run', 'workflow.json', '--site', 'site.ts', '--tools', 'tools.ts', '--json'];
    const { stdout } = await run(process.execPath, [withoutCdk.command, ...args], { cwd: withoutCdk.path });
    const result: { status: string; acts: { response?: unknown }[]; replay: string } = JSON.parse(stdout);
    expect(result.status).toBe('SUCCEEDED');
    expect(result.acts.map((act) => act.response)).toEqual([undefined, 128]);
    expect(existsSync(result.replay)).toBe(true);
  }, 60_000);
});

const WRONG = `import type { NovaActWorkflow } from 'nova-act-serverless/cdk';
import { price } from './price.ts';

declare const prices: NovaActWorkflow;
const text: string = price('kettle');
const machine: string = prices.stateMachine;
export { machine, text };
`;

const SITE = `import { createServer } from 'node:http';
import { once } from 'node:events';

export async function startSite() {
  const page = '<title>Shop</title><dl id="found" hidden><dt>Price</dt><dd>128</dd></dl><button onclick="found.hidden = false">Search</button>';
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { url: \`http://127.0.0.1:\${port}/\`, [Symbol.asyncDispose]: async () => void server.close() };
}
`;

const TOOLS = `import { tool } from 'nova-act-serverless';
import * as z from 'zod';

const inputSchema = z.object({ item: z.string() });
export const tools = [tool({ name: 'stock', description: 'Tells how many are left.', inputSchema, run: ({ item }) => item })];
`;

const WORKFLOW = {
  startingPage: '{{ parameters.site }}',
  acts: [
    { id: 'search', prompt: 'Click "Search"' },
    { id: 'price', prompt: 'Return the price', schema: { type: 'number' } },
  ],
};

/** The program of that name in the package's README. */
function shown(name: string): string {
  const [, program] =
    inPackage('README.md')
      .split(`\`${name}\``)[1]
      ?.split(/```ts\n|```\n/) ?? [];
  if (program === undefined) throw new Error(`the README shows no ${name}`);
  return program;
}

const IMPORT = /(?:\bfrom|\bimport|\bimport\(|\bresolve\()\s*['"]([^'"\s]+)['"]/g;

function importsOf(file: string): string[] {
  return [...inPackage(file).matchAll(IMPORT)].map(([, imported = '']) => imported);
}

/** The packages that a file imports. It may import its own, as examples in comments do. */
function packagesOf(file: string): string[] {
  return importsOf(file)
    .flatMap((imported) => /^(?:@[^/]+\/)?[^./@:][^/:]*(?=\/|$)/.exec(imported) ?? [])
    .filter((name) => name !== 'nova-act-serverless');
}

/** These declarations and all that they are made of. A type that is not found there would silently be `any`. */
function declarationsFrom(entries: readonly string[]): string[] {
  const reached = new Set(entries);
  // What is added meanwhile is visited as well.
  for (const file of reached)
    for (const imported of importsOf(file).filter((name) => name.startsWith('.')))
      reached.add(join(dirname(file), imported.replace(/\.[jt]s$/, '.d.ts')));
  return [...reached];
}

interface Template {
  readonly Resources: Readonly<Record<string, { Type: string; Properties: Record<string, unknown> }>>;
}

async function synthesise(directory: string) {
  const assembly = join(directory, 'cdk.out');
  const env = { ...process.env, CDK_OUTDIR: assembly };
  await run(process.execPath, ['app.ts'], { cwd: directory, env });
  const text = readFileSync(join(assembly, 'Shop.template.json'), 'utf8');
  const template: Template = JSON.parse(text);
  const handlers = readdirSync(assembly)
    .map((name) => join(assembly, name, 'index.mjs'))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'));
  return { text, template, handlers, assets: readFileSync(join(assembly, 'Shop.assets.json'), 'utf8') };
}

function typesOf({ Resources }: Template): Record<string, number> {
  const byType = Object.groupBy(Object.values(Resources), ({ Type }) => Type);
  return Object.fromEntries(Object.entries(byType).map(([type, found = []]) => [type, found.length]));
}

function definitionOf({ Resources }: Template): unknown {
  const machine = Object.values(Resources).find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
  return JSON.parse(String(machine?.Properties['DefinitionString']));
}
