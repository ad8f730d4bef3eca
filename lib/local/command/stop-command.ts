import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makePorts } from '../../../lambdas/runtime/ports.ts';
import { replayReport } from '../../report/replay-page.ts';
import { closeRun, stopRun } from '../../run/close-run.ts';
import { InvalidInput } from '../../run/errors.ts';
import type { RunService } from '../../run/ports.ts';
import type { WorkflowResult } from '../../run/workflow-result.ts';
import { checkpointKey } from '../checkpoint-key.ts';
import { localExecution } from '../new-execution.ts';
import { readResult } from './read-result.ts';
import { keptEndpoint } from './run-endpoint.ts';

export interface StopCommand {
  /** The execution's name. */
  readonly execution: string;
  readonly out: string;
  /** Where the service of the run is now; undefined when it is where it was. */
  readonly endpointUrl: string | undefined;
}

/** By when the process that runs an execution has closed it. */
const CLOSED_BY_OWNER_MS = 20_000;
const LOOK_AGAIN_MS = 250;
const REASON = { name: 'RunStopped', cause: 'the run was stopped from the command line' };
const gone = async () => Promise.reject(new Error('the emulator is gone with its process'));
/** What an emulator held is gone with it: there is nothing left to be closed, and no other service may be told of it. */
const GONE_EMULATOR: RunService = {
  createWorkflowRun: gone,
  createSession: gone,
  updateWorkflowRun: async () => {},
  openWorkflowRuns: async () => [],
  actService: () => ({ createAct: gone, invokeActStep: gone, updateAct: async () => {} }),
};
const NOT_COUNTED = { started: () => {}, closed: () => {} };

/**
 * Stops a run of this machine, whichever process performs it, and gives its result. When no process does any more, the run
 * is closed here.
 *
 * @param closedByOwnerMs - how long a process that performs it is given to close it
 * @throws InvalidInput when there is no such run, or it is over
 */
export async function stopCommand(
  { execution, out, endpointUrl }: StopCommand,
  closedByOwnerMs = CLOSED_BY_OWNER_MS,
): Promise<WorkflowResult> {
  if (!existsSync(join(out, 'journal.sqlite')))
    throw new InvalidInput([`--out: ${out} has no journal, allowed: the directory that the run was given`]);
  const storage = { kind: 'local', directory: out, secrets: {}, checkpointKey: checkpointKey() } as const;
  const serviceEndpoint = endpointUrl ?? keptEndpoint(out, execution);
  const ports = makePorts({ storage, serviceEndpoint });
  const service = serviceEndpoint === undefined ? GONE_EMULATOR : ports.service;
  const own = { ...ports, service, artifacts: ports.artifactsOf(execution), tell: () => {}, metrics: NOT_COUNTED };
  if ((await stopRun({ execution, failure: REASON }, own)) === undefined)
    throw new InvalidInput([await whyNot(execution, out, await ports.store.openRuns())]);

  const patience = performance.now() + closedByOwnerMs;
  while (performance.now() < patience) {
    const result = (await ports.store.readHead(execution))?.closed === true && readResult(out, execution);
    if (result) return result;
    await ports.clock.sleep(LOOK_AGAIN_MS);
  }
  const defaults = { modelId: 'unknown', replayable: false };
  const close = { execution: localExecution(execution), failure: REASON };
  await closeRun(close, defaults, { ...own, report: replayReport });
  const result = readResult(out, execution);
  if (result === undefined) throw new Error(`execution ${execution} could not be closed`);
  return result;
}

async function whyNot(execution: string, out: string, open: readonly string[]): Promise<string> {
  const ended = readResult(out, execution);
  if (ended !== undefined) return `${execution}: is over already, as ${ended.status}`;
  const allowed = open.length === 0 ? 'none is under way' : `one that is under way: ${open.slice(-5).join(', ')}`;
  return `${execution}: there is no such run in ${out}, allowed: ${allowed}`;
}
