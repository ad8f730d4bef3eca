import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue } from '../../lib/act/json.ts';
import { startEmulator, type Emulator } from '../../lib/local/emulator/emulator.ts';
import type { Planner } from '../../lib/local/emulator/planner.ts';
import { LocalCloud } from '../../lib/local/local-cloud.ts';
import { newExecution } from '../../lib/local/new-execution.ts';
import { readEvents } from '../../lib/run/recorder.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
import { DirectoryArtifacts } from '../../lib/storage/directory-artifacts.ts';
import type { Bench } from './figures.ts';

interface Run {
  readonly status: string;
  /** From the start of the execution to its end. */
  readonly durationMs: number;
  readonly largestStateBytes: number;
  /** Oldest first. */
  readonly events: readonly LogEvent[];
}

/** The local cloud and the emulator it talks to, in a directory of their own. */
export interface CloudWithService extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly journalPath: string;
  /** Where each run keeps its artifacts. */
  readonly directory: string;
  run(input: JsonValue): Promise<Run>;
}

interface CloudOptions {
  /** Whether observations carry the page's simplified DOM, as only the plain-English planner needs. */
  readonly replayable?: boolean;
  /** Where the handlers were bundled; default: they are bundled for this cloud as they are. */
  readonly bundles?: string;
}

export async function startCloud(
  bench: Bench,
  planner: Planner,
  { replayable = false, bundles }: CloudOptions = {},
): Promise<CloudWithService> {
  await using started = new AsyncDisposableStack();
  const directory = mkdtempSync(join(bench.directory, 'cloud-'));
  const emulator = started.use(await startEmulator({ planner }));
  const cloud = started.use(
    await LocalCloud.start({
      directory,
      checkpointKey: randomBytes(32),
      chromiumPath: undefined,
      bundles,
      environment: {
        AWS_ACCESS_KEY_ID: 'emulator',
        AWS_SECRET_ACCESS_KEY: 'emulator',
        AWS_ENDPOINT_URL_NOVA_ACT: emulator.url,
        WORKFLOW_DEFINITION_NAME: 'bench',
        LOG_GROUP_NAME: '/nova-act/bench',
        REPLAYABLE: String(replayable),
      },
      onLogLine: () => {},
    }),
  );
  const owned = started.move();
  return {
    emulator,
    journalPath: join(directory, 'journal.sqlite'),
    directory: join(directory, 'runs'),
    async run(input) {
      const execution = newExecution();
      const startedAt = performance.now();
      const { status, largestStateBytes } = await cloud.run(execution, input, bench.signal);
      const durationMs = performance.now() - startedAt;
      bench.signal.throwIfAborted();
      const events = await readEvents(new DirectoryArtifacts(join(directory, 'runs', execution.name)));
      return { status, durationMs, largestStateBytes, events };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
