import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { bundleHandlers } from '../../lambdas/bundling.ts';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import { LocalCloud } from '../../lib/local/local-cloud.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import { execution } from '../run/run-under-test.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const toolsModule = fileURLToPath(new URL('functions/current-run.ts', import.meta.url));

test('a tool of a deployed run finds the run it was called in, and no more of the SDK comes along', async () => {
  using directory = temporaryDirectory();
  const bundles = join(directory.path, 'bundles');
  const { PerformSteps } = await bundleHandlers(bundles);
  const { sources } = z
    .object({ sources: z.array(z.string()) })
    .parse(JSON.parse(await readFile(`${PerformSteps}.map`, 'utf8')));
  expect(sources).toContainEqual(expect.stringMatching(/\/lib\/sdk\/workflow\.ts$/));
  expect(sources.filter((path) => /\/lib\/sdk\/(index|tool|.*act.*)\.ts$/.test(path))).toEqual([]);

  const call = { name: 'currentRun', input: {} };
  const steps = [[call, { name: 'takeObservation', input: [] }], [{ name: 'return', input: ['seen'] }]];
  await using emulator = await startEmulator({ planner: scriptPlanner({ 'Say where you are': steps }) });
  await using cloud = await LocalCloud.start({
    directory: join(directory.path, 'runs'),
    checkpointKey: randomBytes(32),
    chromiumPath: undefined,
    environment: { AWS_ENDPOINT_URL_NOVA_ACT: emulator.url, TOOLS_MODULE: toolsModule },
    onLogLine: () => {},
    bundles,
  });
  const acts = [{ prompt: 'Say where you are' }];
  const input = { workflowDefinitionName: 'price-check', startingPage: 'about:blank', acts };
  const ended = await cloud.run(execution('current-run'), input, AbortSignal.timeout(25_000));

  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  const [run] = emulator.runs;
  const [own, opened] = emulator.sessions;
  expect(opened).toMatchObject({ workflowRunId: run?.workflowRunId });
  expect(own?.sessionId).not.toBe(opened?.sessionId);
  expect(emulator.acts[0]?.steps[0]?.results[0]?.text).toBe(
    JSON.stringify({
      workflowDefinitionName: 'price-check',
      workflowRunId: run?.workflowRunId,
      sessionId: opened?.sessionId,
    }),
  );
  expect(run?.status).toBe('SUCCEEDED');
});
