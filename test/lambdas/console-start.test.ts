import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handler as createRun } from '../../lambdas/create-run.ts';
import { readInput } from '../../lib/run/resolved-input.ts';
import { S3Artifacts } from '../../lib/storage/s3-artifacts.ts';
import { functionOutput } from '../support/function-output.ts';
import { context, executionArn, startDeployment } from './deployed-functions.ts';

functionOutput();
let deployment: Awaited<ReturnType<typeof startDeployment>>;
beforeAll(async () => {
  deployment = await startDeployment();
});
afterAll(() => deployment[Symbol.asyncDispose]());

const guide = readFileSync(new URL('../../docs/triggers.md', import.meta.url), 'utf8');

it('takes of the console no more than a starting page and acts, and has defaults for the rest', async () => {
  const [, given = ''] = /## The console\n.*?```json\n(.*?)```/s.exec(guide) ?? [];
  const input = JSON.parse(given);
  expect(Object.keys(input)).toEqual(['startingPage', 'acts']);
  expect(Object.keys(input.acts[0])).toEqual(['prompt']);

  // As the state machine hands it on, without anything that a stack might have added.
  const execution = { arn: executionArn('console'), name: 'console', startTime: '2026-01-01T00:00:00Z' };
  const { run, position } = await createRun({ execution, input }, context);
  expect(run).toMatchObject({ workflowDefinitionName: 'price-check', workflowRunId: expect.stringMatching(/./) });
  expect(position).toEqual({ act: 0, step: 0 });
  const { bucket } = deployment;
  const kept = await readInput(new S3Artifacts(bucket.client, bucket.name, 'runs/console/'));
  expect(kept).toMatchObject({
    startingPage: `${input.startingPage}/`,
    acts: [{ id: 'act-1', maxSteps: 30, timeoutSeconds: 1_800 }],
    timeoutSeconds: 21_600,
    logGroupName: '/nova-act/price-check',
  });
});
