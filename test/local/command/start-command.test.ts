import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { startCommand } from '../../../lib/local/command/start-command.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';
const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:m:one';
const command = { stateMachineArn, input: { acts: [] }, name: 'one' };

function deployed(...ends: object[]) {
  const sfn = mockClient(SFNClient);
  sfn.on(StartExecutionCommand).resolves({ executionArn });
  const describe = sfn.on(DescribeExecutionCommand);
  for (const end of ends) describe.resolvesOnce(end);
  return sfn;
}

it('starts an execution under its name and gives its output when it has succeeded', async () => {
  const sfn = deployed({ status: 'RUNNING' }, { status: 'SUCCEEDED', output: '{"status":"SUCCEEDED","acts":[]}' });
  const seen: string[] = [];
  const end = await startCommand(
    new SFNClient({ region: 'us-east-1' }),
    command,
    async () => void seen.push('waited'),
    (arn) => seen.push(arn),
  );
  expect(end).toEqual({ status: 'SUCCEEDED', result: { status: 'SUCCEEDED', acts: [] } });
  expect(seen).toEqual([executionArn, 'waited']);
  expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
    stateMachineArn,
    name: 'one',
    input: '{"acts":[]}',
  });
});

it('gives error and cause of an execution that failed', async () => {
  deployed({ status: 'FAILED', error: 'ActAgentFailed', cause: 'there is none' });
  const client = new SFNClient({ region: 'us-east-1' });
  expect(
    await startCommand(
      client,
      command,
      async () => {},
      () => {},
    ),
  ).toEqual({
    status: 'FAILED',
    error: 'ActAgentFailed',
    cause: 'there is none',
  });
});
