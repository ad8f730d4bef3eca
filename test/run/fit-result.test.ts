import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { fitted } from '../../lib/run/fit-result.ts';
import type { WorkflowResult } from '../../lib/run/workflow-result.ts';
import { DirectoryArtifacts } from '../../lib/storage/directory-artifacts.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const download = { name: 'report.pdf', mediaType: 'application/pdf', bytes: 1, location: 'd'.repeat(200) };

/** Of acts that each answered little, downloaded files, and lost something. */
function resultOf(acts: number, files: number): WorkflowResult {
  return {
    status: 'SUCCEEDED',
    timeWorkedSeconds: 1,
    replay: 'replay.html',
    acts: Array.from({ length: acts }, (_, index) => ({
      id: `act-${index}`,
      status: 'SUCCEEDED',
      response: `answer ${index}`,
      steps: 1,
      timeWorkedSeconds: 0,
      downloads: Array.from({ length: files }, () => download),
      lost: ['What was typed is gone.'],
    })),
  };
}

it.each([
  [1, 199],
  [100, 12],
])('a result of %i acts with %i downloads each stays under 32 KB, and nothing of it is lost', async (acts, files) => {
  using directory = temporaryDirectory();
  const whole = resultOf(acts, files);
  const result = await fitted(whole, new DirectoryArtifacts(directory.path));
  expect(JSON.stringify(result).length).toBeLessThanOrEqual(32_000);
  const again = result.acts.map(async ({ responseLocation, detailsLocation, ...entry }) => ({
    ...entry,
    ...(responseLocation !== undefined && { response: JSON.parse(await readFile(responseLocation, 'utf8')) }),
    ...(detailsLocation !== undefined && JSON.parse(await readFile(detailsLocation, 'utf8'))),
  }));
  expect(await Promise.all(again)).toEqual(whole.acts);
});

it('a result that is short enough stays as it is', async () => {
  using directory = temporaryDirectory();
  expect(await fitted(resultOf(2, 2), new DirectoryArtifacts(directory.path))).toEqual(resultOf(2, 2));
});
