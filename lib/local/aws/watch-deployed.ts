import { SFNClient } from '@aws-sdk/client-sfn';
import { actFigures } from '../../run/run-figures.ts';
import { printDeployedEnd } from '../command/print-result.ts';
import { Progress } from '../command/progress.ts';
import type { Access } from './access.ts';
import { describeExecution } from './executions.ts';
import { locateExecution, stackOf, type Where } from './locate.ts';
import { unlessInterrupted } from './interrupted.ts';
import { nameOfExecution } from './names.ts';
import { pasted } from './pasted.ts';
import { runRecord } from './run-record.ts';
import { type WatchedEnd, type WatchedExecution, watchExecution } from './watch-execution.ts';

export interface WatchOptions extends Where {
  readonly verbose: boolean;
  readonly json: boolean;
  /** Waits between two looks; ends early with the signal. */
  readonly pause: () => Promise<void>;
  /** Ends the watching, also in the middle of a request; the execution goes on. */
  readonly signal: AbortSignal;
}

/** An execution whose ARN is known. */
interface LocatedExecution {
  readonly access: Access;
  readonly executionArn: string;
  /** Of one that was started just now, of which not all of AWS may know yet. */
  readonly startDate?: Date;
}

/** Tells how an execution goes until it is over, and its result; the process's exit status. */
export async function watchDeployed(execution: string, options: WatchOptions): Promise<number> {
  return unlessInterrupted(options.signal, ['no longer watched'], async () =>
    watchLocated(await locateExecution(options, execution), options),
  );
}

/** As {@link watchDeployed}, of an execution whose ARN is known. */
export async function watchLocated(
  { access, executionArn, startDate }: LocatedExecution,
  options: WatchOptions,
): Promise<number> {
  const client = new SFNClient(access.client);
  return unlessInterrupted(options.signal, howToGoOn(executionArn, options), async () => {
    const begunAt = startDate ?? (await describeExecution(client, executionArn)).startDate;
    const record = await runRecord(access, stackOf(options), executionArn);
    const watched = await watchToTheEnd(
      { executionArn, record, begunAt, isNew: startDate !== undefined },
      client,
      options,
    );
    if (watched === undefined) return undefined;
    printDeployedEnd(watched.end, options.json, actFigures(watched.events));
    return watched.end.status === 'SUCCEEDED' ? 0 : 1;
  });
}

async function watchToTheEnd(
  { begunAt, ...execution }: WatchedExecution & { readonly begunAt: Date },
  client: SFNClient,
  options: WatchOptions,
): Promise<WatchedEnd | undefined> {
  const { verbose, pause, signal } = options;
  using progress = new Progress(process.stderr, { verbose, begunAt });
  return await watchExecution(execution, { client, pause, signal, tell: progress });
}

function howToGoOn(executionArn: string, options: WatchOptions): string[] {
  return [
    `no longer watched; ${nameOfExecution(executionArn)} goes on`,
    `watch:   ${pasted('watch', executionArn, options)}`,
    `stop:    ${pasted('stop', executionArn, options)}`,
  ];
}
