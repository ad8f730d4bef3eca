import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startSite } from '../../examples/site/site.ts';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import { plainEnglishPlanner } from '../../lib/local/planners/plain-english/plain-english-planner.ts';
import * as sdk from '../../lib/sdk/index.ts';
import { allExamples, publicNames } from './examples.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');

/** The address that examples begin at: the example site's. */
const SITE = 'https://cottages.example';

/** Types that nobody names: the examples of what takes or gives them have them. */
const SHOWN_ELSEWHERE = ['ApiKeySource', 'GuardrailDecision', 'JsonValue', 'NovaActBody', 'WorkflowBody', 'ZodTool'];

/** Errors that nobody handles by themselves. */
const CAUGHT_BY_FAMILY = [
  'ActActuationError',
  'ActBadRequestError',
  'ActBadResponseError',
  'ActClientError',
  'ActDailyQuotaExceededError',
  'ActGuardrailsError',
  'ActInternalServerError',
  'ActRequestThrottledError',
  'ActServerError',
  'ActStateGuardrailError',
  'BrowserStartFailed',
  'InvalidMaxSteps',
  'InvalidTimeout',
  'PageUnresponsive',
  'ServiceUnreachable',
  'StepAnswerLost',
  'UnexpectedActError',
];

const examples = allExamples().map((example, index) => ({
  ...example,
  file: `example-${index + 1}.ts`,
  // Node reads types but no decorators.
  runs: `example-${index + 1}.${/^ *@\w/m.test(example.code) ? 'mjs' : 'ts'}`,
}));

/** Does not compile. */
const WRONG = { file: 'example-0.ts', code: 'export const wrong: string = 0;\n' };

// Inside the project, since `nova-act-serverless` is found by its own name from there only.
let directory: string;

beforeAll(async () => {
  await mkdir(join(PROJECT, '.cache'), { recursive: true });
  directory = await mkdtemp(join(PROJECT, '.cache/examples-'));
});

afterAll(() => rm(directory, { recursive: true }));

describe('the examples of the SDK', () => {
  const typeErrors: string[] = [];
  const failures = new Map<string, string>();
  let output = '';

  beforeAll(async () => {
    await using site = await startSite();
    await using emulator = await startEmulator({ planner: plainEnglishPlanner });
    await Promise.all(
      examples.map(async ({ file, runs, code }) => {
        const here = code.replaceAll(SITE, site.url);
        await writeFile(join(directory, file), here);
        if (runs === file) return;
        const { code: compiled } = await transform(here, { loader: 'ts', target: 'es2022' });
        await writeFile(join(directory, runs), compiled);
      }),
    );
    await writeFile(join(directory, WRONG.file), WRONG.code);
    // An example may end with what it declares.
    const compilerOptions = { noUnusedLocals: false };
    const config = { extends: '../../tsconfig.json', include: ['*.ts'], compilerOptions };
    await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(config));
    await Promise.all([check(), run(site.url, emulator.url)]);
  }, 120_000);

  async function check(): Promise<void> {
    const { stdout } = await new Promise<{ stdout: string }>((resolve) => {
      execFile(process.execPath, [TSC, '-p', directory, '--pretty', 'false'], { cwd: directory }, (_, told) =>
        resolve({ stdout: told }),
      );
    });
    typeErrors.push(...stdout.split('\n').filter((line) => line.startsWith('example-')));
  }

  /** In one process, three at once, and what an example exports is a function of a session, which they share. */
  async function run(site: string, endpoint: string): Promise<void> {
    const files = Object.groupBy(examples, ({ code }) => (/^export /m.test(code) ? 'ofASession' : 'whole'));
    const main = `
      import { NovaAct, Workflow } from 'nova-act-serverless';
      const startingPage = '${site}/';
      const perform = async (files, run) => {
        for (const file of files) {
          const error = await run(file).then(() => '', (thrown) => String(thrown?.stack ?? thrown));
          await new Promise((resolve) => process.send({ file, error }, resolve));
        }
      };
      const whole = ${JSON.stringify(files.whole?.map(({ runs }) => runs))}.values();
      const ofASession = ${JSON.stringify(files.ofASession?.map(({ runs }) => runs))};
      await Promise.all([
        perform(whole, (file) => import('./' + file)),
        perform(whole, (file) => import('./' + file)),
        Workflow.run({ workflowDefinitionName: 'examples' }, () => NovaAct.run({ startingPage }, (nova) =>
          perform(ofASession, async (file) => {
            const exported = await import('./' + file);
            if ((await nova.page()).url() !== startingPage) await nova.goToUrl(startingPage);
            for (const body of Object.values(exported)) await body(nova);
          }),
        )),
      ]);
      process.exit();`;
    await writeFile(join(directory, 'main.mjs'), main);
    const child = fork(join(directory, 'main.mjs'), {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NOVA_ACT_API_KEY: '',
        AWS_ENDPOINT_URL_NOVA_ACT: endpoint,
        NOVA_ACT_ALLOW_LOOPBACK: 'true',
        NOVA_ACT_REPLAYABLE: 'true',
      },
      timeout: 100_000,
    });
    child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (output += text.toString()));
    child.on('message', (message) => {
      const { file, error } = z.object({ file: z.string(), error: z.string() }).parse(message);
      failures.set(file, error);
    });
    await once(child, 'close');
  }

  test('are seen by a compiler that finds what is wrong', () => {
    expect(typeErrors).toContainEqual(expect.stringContaining(WRONG.file));
  });

  test.each(examples)('$place compiles', ({ file }) => {
    expect(typeErrors.filter((line) => line.startsWith(file))).toEqual([]);
  });

  test.each(examples)('$place runs', ({ runs }) => {
    expect(failures.get(runs) ?? `it did not end:\n${output}`).toBe('');
  });
});

describe('each public name', () => {
  const names = publicNames();

  test('is one that was looked at', () => {
    const values = names.filter(({ kind }) => kind !== 'interface' && kind !== 'type');
    expect(values.map(({ name }) => name).toSorted()).toEqual(Object.keys(sdk).toSorted());
  });

  test('has a docstring, and so has each of its members', () => {
    expect(names.filter(({ docstring }) => docstring === '').map(({ name }) => name)).toEqual([]);
    expect(names.flatMap(({ name, bareMembers }) => bareMembers.map((member) => `${name}.${member}`))).toEqual([]);
  });

  test('has an example, unless it is shown where it is used or caught by its family', () => {
    const bare = names.filter(({ docstring }) => !docstring.includes('@example')).map(({ name }) => name);
    expect(bare.toSorted()).toEqual([...SHOWN_ELSEWHERE, ...CAUGHT_BY_FAMILY].toSorted());
  });
});

test('the guide’s tree of errors has each error, at its place', async () => {
  const guide = await readFile(join(PROJECT, 'docs/nova-act.md'), 'utf8');
  const tree = /^```\n(NovaActError\n.*?)^```$/ms.exec(guide)?.[1] ?? '';
  const shown: string[] = [];
  const above: string[] = [];
  for (const line of tree.split('\n').filter(Boolean)) {
    const depth = line.search(/[A-Z]/) / 3;
    const [families = ''] = line.slice(depth * 3).split(/ {2,}/);
    let parents = [above[depth - 1]];
    for (const names of families.split(' ─ ').map((list) => list.split(', '))) {
      shown.push(...names.map((name) => `${name} < ${parents[0] ?? 'Error'}`));
      parents = names;
    }
    above[depth] = families.split(/ ─ |, /)[0] ?? '';
  }
  const declared = Object.entries(sdk).flatMap(([name, value]) =>
    typeof value === 'function' && (value === sdk.NovaActError || value.prototype instanceof sdk.NovaActError)
      ? [`${name} < ${String(Object.getPrototypeOf(value).name)}`]
      : [],
  );
  expect(shown.toSorted()).toEqual(declared.toSorted());
});
