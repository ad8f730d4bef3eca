import { StopExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';

/** Stops a deployed execution. The stack's closer then ends its run on the service and writes its record. */
export async function stopDeployed(client: SFNClient, executionArn: string): Promise<void> {
  const cause = 'the execution was stopped from the command line';
  await client.send(new StopExecutionCommand({ executionArn, error: 'RunStopped', cause }));
}
