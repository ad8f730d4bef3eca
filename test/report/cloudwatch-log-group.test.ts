import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { CloudWatchLogGroup } from '../../lib/report/cloudwatch-log-group.ts';
import { LogGroupUnwritable } from '../../lib/run/errors.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
import type { Appended } from '../../lib/run/ports.ts';
import { eventAt, timed } from './events.ts';

const logs = mockClient(CloudWatchLogsClient);
const stream = { logGroupName: '/nova-act/shop', logStreamName: 'shop/run-1' };
const events = [eventAt('2026-01-01T00:00:00.000Z', 'first'), eventAt('2026-01-01T00:00:01.000Z', 'second')];
const missing = new ResourceNotFoundException({ message: 'there is none', $metadata: {} });
const exists = new ResourceAlreadyExistsException({ message: 'it exists', $metadata: {} });
const signal = new AbortController().signal;

beforeEach(() => {
  logs.reset();
  logs.onAnyCommand().resolves({});
});

describe('a CloudWatch log group', () => {
  it('gets the events in their order', async () => {
    expect(await append(events)).toEqual({ taken: 2, rejected: [] });

    expect(commands()).toEqual([PutLogEventsCommand]);
    expect(logs.commandCalls(PutLogEventsCommand)[0]?.args[0].input).toEqual({
      ...stream,
      logEvents: [
        { timestamp: 1_767_225_600_000, message: JSON.stringify(events[0]) },
        { timestamp: 1_767_225_601_000, message: JSON.stringify(events[1]) },
      ],
    });
  });

  it.each([
    ['created', () => logs.on(CreateLogStreamCommand).resolves({})],
    ['there already, created by another', () => logs.on(CreateLogStreamCommand).rejects(exists)],
  ])('gets a stream where it has none, and then the events: a stream that is %s', async (_, create) => {
    create();
    logs.on(PutLogEventsCommand).rejectsOnce(missing).resolves({});
    expect(await append(events)).toEqual({ taken: 2, rejected: [] });

    expect(commands()).toEqual([PutLogEventsCommand, CreateLogStreamCommand, PutLogEventsCommand]);
    expect(logs.commandCalls(CreateLogStreamCommand)[0]?.args[0].input).toEqual(stream);
    const [first, second] = logs.commandCalls(PutLogEventsCommand).map(({ args: [{ input }] }) => input);
    expect(second).toEqual(first);
  });

  it('takes as many of the events as one request may have', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => eventAt('2026-01-01T00:00:00.000Z', `${index}`));
    const { taken } = await append(many);

    expect(taken).toBeLessThan(10_001);
    const written = logs.commandCalls(PutLogEventsCommand)[0]?.args[0].input.logEvents ?? [];
    expect(written.map(({ message }) => message)).toEqual(many.slice(0, taken).map((event) => JSON.stringify(event)));
  });

  it.each([
    [
      'CreateLogStream',
      'AccessDeniedException',
      "allow the functions' roles logs:CreateLogStream and logs:PutLogEvents",
    ],
    ['PutLogEvents', 'AccessDeniedException', "allow the functions' roles logs:CreateLogStream and logs:PutLogEvents"],
    [
      'CreateLogStream',
      'ResourceNotFoundException',
      'create it in the region of the stack, or name another with logGroupName',
    ],
    ['PutLogEvents', 'InvalidParameterException', 'correct that and start the run again'],
    ['PutLogEvents', 'ServiceUnavailableException', 'start the run again later'],
  ])('that refuses %s with %s is unwritable, and the message says what to do', async (operation, name, advice) => {
    const refusal = Object.assign(new Error('the words of CloudWatch'), { name, $fault: 'client' });
    if (operation === 'PutLogEvents') logs.on(PutLogEventsCommand).rejects(refusal);
    else {
      logs.on(PutLogEventsCommand).rejects(missing);
      logs.on(CreateLogStreamCommand).rejects(refusal);
    }

    const error = await append(events).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(LogGroupUnwritable);
    expect(error).toHaveProperty('cause', refusal);
    for (const part of [advice, `${name}: the words of CloudWatch`, '/nova-act/shop'])
      expect(error).toHaveProperty('message', expect.stringContaining(part));
  });

  it.each([
    ['ThrottlingException', 400, true],
    ['ServiceUnavailableException', 503, true],
    ['InternalFailure', 500, true],
    ['TimeoutError', undefined, true],
    ['AccessDeniedException', 400, false],
    ['InvalidParameterException', 400, false],
  ])('says of %s with status %s whether it may pass: %s', async (name, httpStatusCode, mayPass) => {
    const said = httpStatusCode === undefined ? {} : { $fault: 'client', $metadata: { httpStatusCode } };
    logs.onAnyCommand().rejects(Object.assign(new Error('no'), { name, ...said }));
    await expect(append(events)).rejects.toMatchObject({ name: 'LogGroupUnwritable', mayPass });
  });

  it('says which events it did not take, and why', async () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((id) => eventAt('2026-01-01T00:00:00.000Z', id));
    const rejectedLogEventsInfo = {
      tooOldLogEventEndIndex: 1,
      expiredLogEventEndIndex: 2,
      tooNewLogEventStartIndex: 3,
    };
    logs.on(PutLogEventsCommand).resolves({ rejectedLogEventsInfo });
    const { taken, rejected } = await append(five);
    expect(taken).toBe(5);
    expect(rejected.map((part) => [part.reason, part.events.map(({ event }) => event.eventId)])).toEqual([
      ['tooOld', ['a']],
      ['expired', ['b']],
      ['tooNew', ['d', 'e']],
    ]);
  });

  it('knows the ids of its newest events, as many as a batch may have, page by page from the end', async () => {
    logs
      .on(GetLogEventsCommand)
      .resolvesOnce({ ...page(['4', '5'], 'x'.repeat(500_000)), nextBackwardToken: 'b/1' })
      .resolvesOnce({ events: [], nextBackwardToken: 'b/2' })
      .resolvesOnce({ ...page(['3'], 'x'.repeat(500_000)), nextBackwardToken: 'b/3' })
      .resolves({ ...page(['1'], ''), nextBackwardToken: 'b/4' });
    expect(await newestIds()).toEqual(new Set(['3', '4', '5']));
    expect(logs.commandCalls(GetLogEventsCommand).map(({ args: [{ input }] }) => input)).toEqual(
      [undefined, 'b/1', 'b/2'].map((nextToken) => ({ ...stream, startFromHead: false, nextToken })),
    );
  });

  it('knows the ids of all events where these are fewer, whatever others have written there', async () => {
    const messages = ['{"eventId":"1"}', 'no JSON', 'null', '{"eventId":7}', '{"eventId":"2"}'];
    logs
      .on(GetLogEventsCommand)
      .resolves({ events: messages.map((message) => ({ message })), nextBackwardToken: 'b/1' });
    expect(await newestIds()).toEqual(new Set(['1', '2']));
    expect(logs.calls()).toHaveLength(2);
  });

  it.each([
    ['is not there', missing],
    ['may not be read', Object.assign(new Error('no'), { name: 'AccessDeniedException', $fault: 'client' })],
  ])('knows no ids of a stream that %s', async (_, refusal) => {
    logs.on(GetLogEventsCommand).rejects(refusal);
    expect(await newestIds()).toEqual(new Set());
  });

  it('that cannot be read now may be read later', async () => {
    logs.on(GetLogEventsCommand).rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    await expect(newestIds()).rejects.toMatchObject({ name: 'LogGroupUnwritable', mayPass: true });
  });
});

function append(written: readonly LogEvent[]): Promise<Appended> {
  return new CloudWatchLogGroup(new CloudWatchLogsClient({ region: 'us-east-1' })).append(
    stream,
    timed(written),
    signal,
  );
}

function newestIds(): Promise<ReadonlySet<string>> {
  return new CloudWatchLogGroup(new CloudWatchLogsClient({ region: 'us-east-1' })).newestIds(stream, signal);
}

function commands(): unknown[] {
  return logs.calls().map(({ args: [command] }) => command.constructor);
}

function page(ids: readonly string[], text: string): { events: { message: string }[] } {
  return { events: ids.map((eventId) => ({ message: JSON.stringify({ eventId, text }) })) };
}
