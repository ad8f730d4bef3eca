import { SFNClient } from '@aws-sdk/client-sfn';
import { actFigures } from '../../run/run-figures.ts';
import { plain } from '../command/describe-event.ts';
import { printDeployedEnd } from '../command/print-result.ts';
import { Progress } from '../command/progress.ts';
import type { Access } from './access.ts';
import { describeExecution } from './executions.ts';
import { locateExecution, stackOf, type Where } from './locate.ts';
import { nameOfExecution } from './names.ts';
import { runRecord } from './run-record.ts';
import { watchExecution } from './watch-execution.ts';

export interface WatchOptions extends Where {
  readonly verbose: boolean;
  readonly json: boolean;
  /** Waits between two looks; ends early with the signal. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** As a shell names the end by Ctrl-C. */
const INTERRUPTED = 130;

/** Tells how an execution goes until it is over, and its result; the process's exit status. */
export async function watchDeployed(execution: string, options: WatchOptions): Promise<number> {
  const { access, executionArn } = await locateExecution(options, execution);
  return watchLocated({ access, executionArn }, options);
}

/** As {@link watchDeployed}, of an execution whose ARN is known. */
export async function watchLocated(
  { access, executionArn }: { access: Access; executionArn: string },
  options: WatchOptions,
): Promise<number> {
  const client = new SFNClient(access.client);
  const { startDate } = await describeExecution(client, executionArn);
  const record = await runRecord(access, stackOf(options), executionArn);
  using progress = new Progress(process.stderr, { verbose: options.verbose, begunAt: startDate });
  const { pause, signal } = options;
  const watched = await watchExecution({ executionArn, record }, { client, pause, signal, tell: progress });
  progress[Symbol.dispose]();
  if (watched === undefined) {
    const name = plain(nameOfExecution(executionArn), 2_000);
    process.stderr.write(
      `no longer watched; ${name} goes on. To end it: nova-act stop ${plain(executionArn, 2_000)}\n`,
    );
    return INTERRUPTED;
  }
  printDeployedEnd(watched.end, options.json, actFigures(watched.events));
  return watched.end.status === 'SUCCEEDED' ? 0 : 1;
}
