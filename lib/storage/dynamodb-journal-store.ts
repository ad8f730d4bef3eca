import {
  ConditionalCheckFailedException,
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Head } from '../run/head.ts';
import type { JournalStore, RegisteredRun, StoredOutcome } from '../run/ports.ts';
import { headOf } from './stored-head.ts';

/** As long as Step Functions remembers an execution: afterwards another one may have its name. */
const KEPT_SECONDS = 90 * 24 * 3600;

const RUN = 'run#';
const REGISTERED = 'registered#';
/** The index that holds the keys of open runs and of their heads, by `open` and `pk`. Its entries never change with a step. */
const OPEN_RUNS = 'open-runs';
const OPEN: AttributeValue = { S: 'yes' };

/**
 * The journal of a stack: one table with `pk` and `sk`. A run's items share the key `run#<execution>`, but for
 * `registered#<execution>`, which slices may not touch; a claim's key is its name. Items leave by the table's time to live (`expiresAt`).
 */
export class DynamoDbJournalStore implements JournalStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async readHead(execution: string): Promise<Head | undefined> {
    const body = await this.#read(runKey(execution, 'head'));
    return body === undefined ? undefined : headOf(JSON.parse(body), execution);
  }

  createHead(head: Head): Promise<boolean> {
    return this.#putHead(head, { ConditionExpression: 'attribute_not_exists(pk)' });
  }

  replaceHead(head: Head, expected: { fence: number; version: number }): Promise<boolean> {
    return this.#putHead(head, {
      ConditionExpression: 'fence = :fence AND version = :version',
      ExpressionAttributeValues: {
        ':fence': { N: String(expected.fence) },
        ':version': { N: String(expected.version) },
      },
    });
  }

  async putOutcome(execution: string, actIndex: number, outcome: StoredOutcome): Promise<void> {
    const key = runKey(execution, `outcome#${String(actIndex).padStart(5, '0')}`);
    await this.#put({ ...key, body: { S: JSON.stringify(outcome) } });
  }

  async readOutcomes(execution: string): Promise<StoredOutcome[]> {
    const outcomes: StoredOutcome[] = [];
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: `${RUN}${execution}` }, ':sk': { S: 'outcome#' } },
      },
    );
    for await (const { Items: items = [] } of pages)
      for (const item of items) {
        const outcome: StoredOutcome = JSON.parse(item['body']?.S ?? '{}');
        outcomes.push(outcome);
      }
    return outcomes;
  }

  async claim(name: string, execution: string, inPlaceOf = execution): Promise<string> {
    const key = { pk: { S: name }, sk: { S: 'claim' } };
    const claimed = await this.#putIf(
      { ...key, body: { S: execution } },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR body = :before',
        ExpressionAttributeValues: { ':before': { S: inPlaceOf } },
      },
    );
    return claimed ? execution : ((await this.#read(key)) ?? execution);
  }

  async registerRun(execution: string, registered: RegisteredRun): Promise<RegisteredRun> {
    const isFirst = await this.#putIf(registeredItem(execution, registered), {
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    return isFirst ? registered : ((await this.registeredRun(execution)) ?? registered);
  }

  async registeredRun(execution: string): Promise<RegisteredRun | undefined> {
    const body = await this.#read(registeredKey(execution));
    return body === undefined ? undefined : JSON.parse(body);
  }

  async changeRegistered(execution: string, registered: RegisteredRun): Promise<void> {
    await this.#put(registeredItem(execution, registered));
  }

  async openRuns(): Promise<string[]> {
    // A run may be there by its head and as registered; and more often, if whoever has taken over a slice wants it so.
    const executions = new Set<string>();
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        IndexName: OPEN_RUNS,
        KeyConditionExpression: '#open = :open',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':open': OPEN },
      },
    );
    for await (const { Items: items = [] } of pages)
      for (const { pk } of items)
        if (pk?.S !== undefined) executions.add(pk.S.slice((pk.S.startsWith(RUN) ? RUN : REGISTERED).length));
    return [...executions].toSorted();
  }

  async #read(key: Record<string, AttributeValue>): Promise<string | undefined> {
    const { Item: item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: key, ConsistentRead: true }),
    );
    return item?.['body']?.S;
  }

  #putHead(head: Head, condition: Condition): Promise<boolean> {
    const item = {
      ...runKey(head.execution, 'head'),
      fence: { N: String(head.fence) },
      version: { N: String(head.version) },
      ...(head.closed !== true && { open: OPEN }),
      body: { S: JSON.stringify(head) },
    };
    return this.#putIf(item, condition);
  }

  async #putIf(item: Record<string, AttributeValue>, condition: Condition): Promise<boolean> {
    try {
      await this.#put(item, condition);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async #put(item: Record<string, AttributeValue>, condition?: Condition): Promise<void> {
    const expiresAt = { N: String(Math.floor(Date.now() / 1000) + KEPT_SECONDS) };
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: { ...item, expiresAt }, ...condition }));
  }
}

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** Under a key of its own, since whoever may write a run's items may write all of the run's key. */
function registeredKey(execution: string): Record<string, AttributeValue> {
  return { pk: { S: `${REGISTERED}${execution}` }, sk: { S: 'run' } };
}

function registeredItem(execution: string, registered: RegisteredRun): Record<string, AttributeValue> {
  return {
    ...registeredKey(execution),
    ...(registered.state !== 'closed' && { open: OPEN }),
    body: { S: JSON.stringify(registered) },
  };
}

function runKey(execution: string, sortKey: string): Record<string, AttributeValue> {
  return { pk: { S: `${RUN}${execution}` }, sk: { S: sortKey } };
}
