import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JsonValue } from '../../lib/act/json.ts';
import { startEmulator, type Emulator } from '../../lib/local/emulator/emulator.ts';
import type { Planner } from '../../lib/local/emulator/planner.ts';
import { LocalCloud } from '../../lib/local/local-cloud.ts';
import { newExecution } from '../../lib/local/new-execution.ts';
import type { Execution } from '../../lib/run/run.ts';
import { startController, type Controller, type OnMoment } from '../../scripts/chaos/controller.ts';
import { buildHookedHandlers } from '../../scripts/chaos/test-build.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** One run and two hosts that can act for it, each with environments of its own. */
export interface SharedJournal {
  readonly one: LocalCloud;
  readonly other: LocalCloud;
  readonly execution: Execution;
  readonly emulator: Emulator;
  readonly controller: Controller;
}

/** Everything ends with the test. */
export async function shareJournal(planner: Planner, onMoment: OnMoment): Promise<SharedJournal> {
  const open = new AsyncDisposableStack();
  onTestFinished(() => open.disposeAsync());
  const directory = open.use(temporaryDirectory());
  const build = open.use(await buildHookedHandlers());
  const emulator = open.use(await startEmulator({ planner }));
  const controller = open.use(await startController(onMoment));
  const checkpointKey = randomBytes(32);
  const start = async () =>
    open.use(
      await LocalCloud.start({
        directory: join(directory.path, 'cloud'),
        checkpointKey,
        chromiumPath: undefined,
        bundles: build.path,
        environment: {
          AWS_ACCESS_KEY_ID: 'emulator',
          AWS_SECRET_ACCESS_KEY: 'emulator',
          AWS_ENDPOINT_URL_NOVA_ACT: emulator.url,
          WORKFLOW_DEFINITION_NAME: 'shared',
          REPLAYABLE: 'true',
          CHAOS_CONTROLLER: controller.url,
        },
        onLogLine: () => {},
      }),
    );
  return { one: await start(), other: await start(), execution: newExecution(), emulator, controller };
}

/** What a handler answered. @throws Error when it failed */
export function answered(result: Awaited<ReturnType<LocalCloud['invoke']>>): JsonValue {
  if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`);
  return result.payload;
}
