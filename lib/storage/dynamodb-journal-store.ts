import {
  ConditionalCheckFailedException,
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Head } from '../run/head.ts';
import type { JournalStore, StoredOutcome } from '../run/ports.ts';
import { headOf } from './stored-head.ts';

/** Longer than Step Functions keeps an execution's history. */
const KEPT_SECONDS = 100 * 24 * 3600;

/**
 * The journal of a stack: one table with `pk` and `sk`. A run's items share the key `run#<execution>`; a claimed
 * request has `request#<id>`. Items leave by the table's time to live (`expiresAt`).
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
        ExpressionAttributeValues: { ':pk': { S: `run#${execution}` }, ':sk': { S: 'outcome#' } },
      },
    );
    for await (const { Items: items = [] } of pages)
      for (const item of items) {
        const outcome: StoredOutcome = JSON.parse(item['body']?.S ?? '{}');
        outcomes.push(outcome);
      }
    return outcomes;
  }

  async claimRequest(requestId: string, execution: string): Promise<string> {
    const key = { pk: { S: `request#${requestId}` }, sk: { S: 'claim' } };
    const claimed = await this.#putIf(
      { ...key, body: { S: execution } },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    return claimed ? execution : ((await this.#read(key)) ?? execution);
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

function runKey(execution: string, sortKey: string): Record<string, AttributeValue> {
  return { pk: { S: `run#${execution}` }, sk: { S: sortKey } };
}
