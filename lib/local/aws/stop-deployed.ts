import { SFNClient } from '@aws-sdk/client-sfn';
import { plain } from '../command/describe-event.ts';
import { jsonText } from '../command/json-text.ts';
import { stopExecution } from './executions.ts';
import { locateExecution, type Where } from './locate.ts';

/** Stops a deployed execution. The stack's closer then ends its run on the service and writes its record. */
export async function stopDeployed(execution: string, where: Where & { readonly json: boolean }): Promise<number> {
  const { access, executionArn } = await locateExecution(where, execution);
  const stopDate = await stopExecution(new SFNClient(access.client), executionArn);
  process.stderr.write(
    `stopped ${plain(executionArn, 2_000)}; the stack's closer ends its run and writes its record\n`,
  );
  if (where.json) process.stdout.write(jsonText({ executionArn, stopDate }));
  return 0;
}
