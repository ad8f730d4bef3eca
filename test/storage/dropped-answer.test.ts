import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Lease } from '../../lib/run/lease.ts';
import { DynamoDbJournalStore } from '../../lib/storage/dynamodb-journal-store.ts';
import { startDynamoDbTable, type DynamoDbTable } from '../support/dynamodb-table.ts';
import { portOf } from '../support/port-of.ts';
import { firstHead } from './head.ts';
import { closed } from '../support/closed.ts';

const clock = { now: () => Date.now(), elapsed: () => performance.now(), sleep: async () => {} };

/** A way to the table on which answers can be lost: the write is done, and then the connection drops. */
async function startLossyWay(table: DynamoDbTable) {
  let toLose = 0;
  const seen: (string | undefined)[] = [];
  const endpoint = await table.client.config.endpoint?.();
  if (endpoint === undefined) throw new Error('the table has an endpoint');
  const server = createServer((incoming, outgoing) => {
    const target = incoming.headers['x-amz-target']?.toString();
    seen.push(target);
    const onward = httpRequest(
      {
        host: endpoint.hostname,
        port: endpoint.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
      },
      (answer) => {
        if (toLose > 0 && target?.endsWith('PutItem')) {
          toLose -= 1;
          answer.resume().once('end', () => outgoing.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    maxAttempts: 2,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  return {
    store: new DynamoDbJournalStore(client, table.name),
    seen,
    loseAnswers: (count: number) => {
      toLose = count;
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await closed(server);
    },
  };
}

describe('a write whose answer is lost on its way from DynamoDB', () => {
  it('is found by the retry, and the lease is kept', async () => {
    await using table = await startDynamoDbTable();
    await using way = await startLossyWay(table);
    await way.store.createHead(firstHead('run'));
    await using lease = await Lease.take(way.store, clock, 'run');
    way.loseAnswers(1);
    const before = way.seen.length;
    await lease.change({ handBacks: 1 });
    expect(way.seen.slice(before).map((target) => target?.split('.').at(-1))).toEqual([
      'PutItem',
      'PutItem',
      'GetItem',
    ]);
    await lease.change({ handBacks: 2 });
    expect(await way.store.readHead('run')).toMatchObject({ handBacks: 2, fence: 1, version: 3 });
    expect(lease.lost.aborted).toBe(false);
  });

  it('is found by the next write where every retry of it lost its answer too', async () => {
    await using table = await startDynamoDbTable();
    await using way = await startLossyWay(table);
    await way.store.createHead(firstHead('run'));
    await using lease = await Lease.take(way.store, clock, 'run');
    way.loseAnswers(2);
    await expect(lease.change({ handBacks: 1 })).rejects.toThrow(/socket hang up|ECONNRESET/);
    await lease.change({ slicesHere: 1 });
    expect(await way.store.readHead('run')).toMatchObject({ slicesHere: 1, fence: 1 });
  });

  it('is a lost lease where another holder has written meanwhile', async () => {
    await using table = await startDynamoDbTable();
    await using way = await startLossyWay(table);
    await way.store.createHead(firstHead('run'));
    await using lease = await Lease.take(way.store, clock, 'run');
    await (await Lease.take(way.store, clock, 'run', { force: true }))[Symbol.asyncDispose]();
    await expect(lease.change({ handBacks: 1 })).rejects.toMatchObject({ name: 'LeaseLost' });
  });
});
