import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { CloudWatchLogGroup } from '../../lib/report/cloudwatch-log-group.ts';
import { LogGroupUnwritable } from '../../lib/run/errors.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
import { eventAt } from './events.ts';

const logs = mockClient(CloudWatchLogsClient);
const stream = { logGroupName: '/nova-act/shop', logStreamName: 'shop/run-1' };
const events = [eventAt('2026-01-01T00:00:00.000Z', 'first'), eventAt('2026-01-01T00:00:01.000Z', 'second')];

beforeEach(() => {
  logs.reset();
  logs.onAnyCommand().resolves({});
});

describe('a CloudWatch log group', () => {
  it('gets a stream first, and then the events in their order', async () => {
    await write(events.toReversed());

    expect(logs.calls().map(({ args: [command] }) => command.constructor)).toEqual([
      CreateLogStreamCommand,
      PutLogEventsCommand,
    ]);
    expect(logs.commandCalls(CreateLogStreamCommand)[0]?.args[0].input).toEqual(stream);
    expect(logs.commandCalls(PutLogEventsCommand)[0]?.args[0].input).toEqual({
      ...stream,
      logEvents: [
        { timestamp: 1_767_225_600_000, message: JSON.stringify(events[0]) },
        { timestamp: 1_767_225_601_000, message: JSON.stringify(events[1]) },
      ],
    });
  });

  it('takes a stream that is there already', async () => {
    logs
      .on(CreateLogStreamCommand)
      .rejects(new ResourceAlreadyExistsException({ message: 'it exists', $metadata: {} }));
    await write(events);
    expect(logs.commandCalls(PutLogEventsCommand)).toHaveLength(1);
  });

  it('gets many events batch after batch, each in order', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => eventAt('2026-01-01T00:00:00.000Z', `${index}`));
    await write(many);

    const batches = logs.commandCalls(PutLogEventsCommand).map(({ args: [{ input }] }) => input.logEvents ?? []);
    expect(batches.length).toBeGreaterThan(1);
    const written = batches.flat().map(({ message }) => message);
    expect(written.join('\n') === many.map((event) => JSON.stringify(event)).join('\n')).toBe(true);
  });

  it('gets an empty stream when there are no events', async () => {
    await write([]);
    expect(logs.calls()).toHaveLength(1);
  });

  it.each([
    ['CreateLogStream', 'AccessDeniedException', "allow FinalizeRun's role logs:CreateLogStream and logs:PutLogEvents"],
    ['PutLogEvents', 'AccessDeniedException', "allow FinalizeRun's role logs:CreateLogStream and logs:PutLogEvents"],
    [
      'CreateLogStream',
      'ResourceNotFoundException',
      'create it in the region of the stack, or name another with logGroupName',
    ],
    ['PutLogEvents', 'ServiceUnavailableException', 'start the run again'],
  ])('that refuses %s with %s is unwritable, and the message says what to do', async (operation, name, advice) => {
    const refusal = Object.assign(new Error('the words of CloudWatch'), { name });
    if (operation === 'CreateLogStream') logs.on(CreateLogStreamCommand).rejects(refusal);
    else logs.on(PutLogEventsCommand).rejects(refusal);

    const error = await write(events).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(LogGroupUnwritable);
    expect(error).toHaveProperty('cause', refusal);
    for (const part of [advice, `${name}: the words of CloudWatch`, '/nova-act/shop'])
      expect(error).toHaveProperty('message', expect.stringContaining(part));
  });

  it('that drops events is unwritable too, though it answered', async () => {
    logs.on(PutLogEventsCommand).resolves({ rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 } });
    const writing = write(events);
    await expect(writing).rejects.toBeInstanceOf(LogGroupUnwritable);
    await expect(writing).rejects.toThrow(/tooOldLogEventEndIndex":1.*its retention must be longer than the run took/);
  });
});

function write(written: readonly LogEvent[]): Promise<void> {
  const client = new CloudWatchLogsClient({ region: 'us-east-1' });
  return new CloudWatchLogGroup(client).write(stream.logGroupName, stream.logStreamName, written);
}
