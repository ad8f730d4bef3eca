import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler as createRun } from '../../lambdas/create-run.ts';
import { packRunDefaults } from '../../lib/deploy/run-defaults.ts';
import { readInput } from '../../lib/run/resolved-input.ts';
import { S3Artifacts } from '../../lib/storage/s3-artifacts.ts';
import { functionOutput } from '../support/function-output.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { context, executionArn, startDeployment } from './deployed-functions.ts';

functionOutput();
const directory = temporaryDirectory();
let deployment: Awaited<ReturnType<typeof startDeployment>>;
beforeAll(async () => {
  deployment = await startDeployment();
  const { files, variables } = packRunDefaults({
    input: {
      startingPage: 'https://shop.example.com/',
      acts: [{ id: 'go', prompt: 'Go' }],
      parameters: { item: 'kettle', colour: 'red' },
      browser: { timeZone: 'Europe/Berlin' },
    },
    browser: { width: 1_400, locale: 'de-DE' },
    guardrails: { allowedDomains: ['*.example.com'] },
  });
  const { RUN_DEFAULTS_FILE = '' } = variables;
  writeFileSync(join(directory.path, RUN_DEFAULTS_FILE), files[RUN_DEFAULTS_FILE] ?? '');
  vi.stubEnv('RUN_DEFAULTS_FILE', join(directory.path, RUN_DEFAULTS_FILE));
});
afterAll(async () => {
  await deployment[Symbol.asyncDispose]();
  directory[Symbol.dispose]();
});

describe("what the stack says for all inputs, in CreateRun's file", () => {
  it('is the input where an execution has none of its own, within the guardrails of the stack', async () => {
    expect(await resolved('silent', {})).toMatchObject({
      startingPage: 'https://shop.example.com/',
      acts: [{ id: 'go', prompt: 'Go' }],
      parameters: { item: 'kettle', colour: 'red' },
      browser: { width: 1_400, height: 813, locale: 'de-DE', timeZone: 'Europe/Berlin' },
      guardrails: { allowedDomains: ['*.example.com'], strict: false },
    });
  });

  it('gives way to top-level keys of the input, and in its browser to each key', async () => {
    const input = { parameters: { item: 'pot' }, browser: { width: 1_500 }, startingPage: 'https://b.example.com/' };
    const { parameters, browser, startingPage, acts } = await resolved('telling', input);
    expect({ parameters, startingPage }).toEqual({ parameters: { item: 'pot' }, startingPage: input.startingPage });
    expect(browser).toMatchObject({ width: 1_500, locale: 'de-DE', timeZone: 'UTC' });
    expect(acts).toHaveLength(1);
  });

  it.each([
    ['a list', [], 'input: has 0 entries, allowed: an object'],
    ['no browser', { browser: 7 }, 'browser: got 7, allowed: an object'],
    ['a page outside', { startingPage: 'https://example.org/' }, "a page within this stack's guardrails"],
  ])('does not make good an input of %s', async (_, input, message) => {
    await expect(resolved('wrong', input)).rejects.toThrow(message);
  });
});

/** The input that a run of this execution goes by. */
async function resolved(name: string, input: unknown) {
  const execution = { arn: executionArn(name), name, startTime: '2026-01-01T00:00:00Z' };
  await createRun({ execution, input }, context);
  const { bucket } = deployment;
  const kept = await readInput(new S3Artifacts(bucket.client, bucket.name, `runs/${name}/`));
  if (kept === undefined) throw new Error('the input was not kept');
  return kept;
}
