import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Tool } from '../../lib/act/ports.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { FileLogGroup } from '../../lib/report/file-log-group.ts';
import { replayReport } from '../../lib/report/replay-page.ts';
import { closeRun, stopRun } from '../../lib/run/close-run.ts';
import { createRun } from '../../lib/run/create-run.ts';
import { finalizeRun } from '../../lib/run/finalize-run.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
import { performSlice } from '../../lib/run/perform-slice.ts';
import type { JournalStore, LogGroup } from '../../lib/run/ports.ts';
import type { ClosedRun } from '../../lib/run/run-metrics.ts';
import type { RunDefaults } from '../../lib/run/resolved-input.ts';
import type { Execution, Failure } from '../../lib/run/run.ts';
import { sweepRuns } from '../../lib/run/sweep-runs.ts';
import { aesSeal } from '../../lib/storage/aes-seal.ts';
import { DirectoryArtifacts } from '../../lib/storage/directory-artifacts.ts';
import { SqliteJournalStore } from '../../lib/storage/sqlite-journal-store.ts';
import { FakeBrowserHost } from '../support/fake-browser.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

export function execution(name: string): Execution {
  return { arn: `arn:aws:states:us-east-1:000000000000:execution:m:${name}`, name, startTime: '2026-01-01T00:00:00Z' };
}

/** A run over the emulator with a script, on real storage, with a browser that only notes what it is asked. */
export async function runUnderTest(
  script: Record<string, PlannedCall[][]>,
  {
    stack = {},
    journal,
    tools = [],
    logs,
  }: {
    stack?: Pick<RunDefaults, 'permitted' | 'guardrails'>;
    journal?: JournalStore;
    tools?: readonly Tool[];
    logs?: LogGroup;
  } = {},
) {
  const directory = temporaryDirectory();
  const emulator = await startEmulator({ planner: scriptPlanner(script) });
  const file = new SqliteJournalStore(join(directory.path, 'journal.sqlite'));
  const store = journal ?? file;
  const logGroup = logs ?? new FileLogGroup(join(directory.path, 'logs'));
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const service = new NovaActService({ endpoint: emulator.url, credentials });
  const seal = aesSeal(randomBytes(32));
  const browsers = new FakeBrowserHost();
  const events: LogEvent[] = [];
  /** What the run's metrics were told. */
  const counted: Record<string, unknown>[] = [];
  const warnings: string[] = [];
  let skipped = 0;
  const clock = {
    now: () => Date.now() + skipped,
    elapsed: () => performance.now() + skipped,
    sleep: async (milliseconds: number) => {
      skipped += milliseconds;
    },
  };
  const defaults = {
    modelId: 'nova-act-latest',
    workflowDefinitionName: 'chores',
    logGroupName: '/chores',
    replayable: false,
    ...stack,
  };
  const artifactsOf = (name: string) => new DirectoryArtifacts(join(directory.path, 'runs', name));
  const ports = (of: Execution) => ({
    store,
    service,
    clock,
    browsers,
    artifacts: artifactsOf(of.name),
    artifactsOf,
    seal,
    tools: new Map(tools.map((tool) => [tool.spec.name, tool])),
    secrets: { read: async (name: string) => `value of ${name}` },
    logGroup,
    report: replayReport,
    tell: (event: LogEvent) => void events.push(event),
    metrics: {
      started: (run: { execution: string }) => void counted.push({ metric: 'started', ...run }),
      closed: (run: ClosedRun) => void counted.push({ metric: 'closed', ...run }),
    },
    warn: (message: string) => void warnings.push(message),
  });

  return {
    directory: directory.path,
    emulator,
    service,
    store,
    browsers,
    events,
    counted,
    warnings,
    clock,
    seal,
    artifactsOf: ({ name }: Execution) => artifactsOf(name),
    create: (of: Execution, input: unknown) => createRun({ execution: of, input }, defaults, ports(of)),
    slice: (of: Execution, remainingMs: () => number = () => 900_000) =>
      performSlice({ execution: of }, ports(of), { remainingMs, requestTimeoutMs: 60_000 }),
    finalize: (of: Execution, failure: Failure | null = null) =>
      finalizeRun({ execution: of, failure }, defaults, ports(of)),
    stop: (of: Execution, failure: Failure) => stopRun({ execution: of.name, failure }, ports(of)),
    close: (of: Execution, failure: Failure) => closeRun({ execution: of, failure }, defaults, ports(of)),
    sweep: (endings: Readonly<Record<string, Failure>>, definition?: string, hasTime = () => true) =>
      sweepRuns({ definition, executionOf: execution, hasTime, inTime: async (part) => part }, defaults, {
        ...ports(execution('the sweeper')),
        executions: { ending: async (name) => endings[name] },
      }),
    async [Symbol.asyncDispose]() {
      service[Symbol.dispose]();
      await emulator.close();
      file[Symbol.dispose]();
      directory[Symbol.dispose]();
    },
  };
}
