import { closeRun } from './close-run.ts';
import type { FinalizePorts } from './finalize-run.ts';
import type { Artifacts, Executions } from './ports.ts';
import { isClosed } from './registered-run.ts';
import type { RunDefaults } from './resolved-input.ts';
import type { Execution } from './run.ts';

export interface SweepPorts extends Omit<FinalizePorts, 'artifacts'> {
  readonly artifactsOf: (execution: string) => Artifacts;
  readonly executions: Executions;
}

/** What a sweep did; for its log. */
export interface Sweep {
  /** Executions whose runs this sweep closed, and nobody else. */
  readonly closed: readonly string[];
  /** Runs on the service that no open execution has, and that were closed there. */
  readonly orphans: readonly string[];
  /** What could not be closed, or was not reached in time (`NotReached`), and is tried again by the next sweep. */
  readonly left: readonly { readonly what: string; readonly error: string }[];
}

/** The longest an execution may take: `TimeoutSeconds` of the state machine, with an hour for its end. */
export const LONGEST_RUN_MS = (28_800 + 3_600) * 1_000;

/**
 * Closes what nobody else has closed: runs of the journal whose execution has ended, and runs on the service that are
 * older than any execution can be and that the journal does not know as open.
 *
 * @param definition - whose runs on the service are all this deployment's own; undefined when others may have runs of it
 * @param hasTime - whether there is time for one more
 * @param inTime - fails when a run takes longer than one may, so that it keeps no other from being closed
 */
export async function sweepRuns(
  {
    definition,
    executionOf,
    hasTime,
    inTime,
  }: {
    definition: string | undefined;
    executionOf: (name: string) => Execution;
    hasTime: () => boolean;
    inTime: <Part>(part: Promise<Part>) => Promise<Part>;
  },
  defaults: RunDefaults,
  ports: SweepPorts,
): Promise<Sweep> {
  const closed: string[] = [];
  const orphans: string[] = [];
  const left: { what: string; error: string }[] = [];
  const attempt = async <Result>(what: string, part: () => Promise<Result>) => {
    try {
      if (hasTime()) return await part();
      left.push({ what, error: 'NotReached' });
    } catch (error) {
      left.push({ what, error: error instanceof Error ? error.name : String(error) });
    }
  };

  const known = new Set<string>();
  const close = async (name: string) => {
    const registered = await ports.store.registeredRun(name);
    if (registered?.state === 'closed') return false;
    const failure = await ports.executions.ending(name);
    // Of an execution that has ended and whose run cannot be closed, the run on the service is an orphan like any other.
    const run = failure === undefined ? (registered?.run ?? (await ports.store.readHead(name))?.run) : undefined;
    if (run !== undefined) known.add(run.workflowRunId);
    if (failure === undefined) return false;
    const result = await closeRun({ execution: executionOf(name), failure }, defaults, {
      ...ports,
      artifacts: ports.artifactsOf(name),
    });
    // The list of open runs is some moments old: another one may have closed it since.
    return result !== undefined && isClosed(await ports.store.registeredRun(name), await ports.store.readHead(name));
  };
  await attempt('the open runs', async () => {
    for (const name of await ports.store.openRuns())
      if (await attempt(name, () => inTime(close(name)))) closed.push(name);
  });

  const closeOrphan = async ({ workflowRunId, startedAt }: { workflowRunId: string; startedAt: Date }) => {
    if (known.has(workflowRunId) || ports.clock.now() - startedAt.getTime() < LONGEST_RUN_MS) return false;
    await ports.service.updateWorkflowRun({
      workflowDefinitionName: definition ?? '',
      workflowRunId,
      status: 'FAILED',
    });
    return true;
  };
  await attempt('the runs on the service', async () => {
    const open = definition === undefined ? [] : await ports.service.openWorkflowRuns(definition);
    for (const run of open)
      if (await attempt(run.workflowRunId, () => closeOrphan(run))) orphans.push(run.workflowRunId);
  });
  return { closed, orphans, left };
}
