import { ScanCommand } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { DynamoDbJournalStore } from '../../lib/storage/dynamodb-journal-store.ts';
import { startDynamoDbTable } from '../support/dynamodb-table.ts';
import { observation } from '../nova-act/emulated-service.ts';
import { execution, runUnderTest } from './run-under-test.ts';

const MB = 1024 * 1024;
const look: PlannedCall = { name: 'takeObservation', input: [] };

/** Texts of up to some megabytes, with characters that take more bytes than one; made of a few words, to be told in few. */
const text = fc.record({
  unit: fc.constantFrom('x', 'ü', '語', '🏔', '"', '\n', '<b>'),
  bytes: fc.constantFrom(0, 1, 3_000, 300_000, 2 * MB),
});
type Text = typeof text extends fc.Arbitrary<infer Value> ? Value : never;

function written({ unit, bytes: size }: Text): string {
  return unit.repeat(Math.ceil(size / Buffer.byteLength(unit)));
}

describe('whatever pages and agents give', () => {
  it('keeps items, states and the result small, and loses nothing of an answer', async () => {
    await using table = await startDynamoDbTable();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({ typed: text, thought: text, url: text, answer: text, thrown: text, fails: fc.boolean() }),
        async ({ fails, ...texts }) => {
          const [typed = '', thought = '', url = '', answer = '', thrown = ''] = [
            texts.typed,
            texts.thought,
            texts.url,
            texts.answer,
            texts.thrown,
          ].map(written);
          number += 1;
          const one = execution(`run-${number}`);
          const type: PlannedCall = { name: 'agentType', input: [typed, '<box>1,1,9,9</box>'] };
          const ending: PlannedCall = fails
            ? { name: 'throw', input: [thrown] }
            : { name: 'return', input: [JSON.stringify(answer)] };
          await using run = await runUnderTest(
            { Go: [[{ name: 'think', input: [thought] }, type, look], [ending]] },
            { journal: new DynamoDbJournalStore(table.client, table.name) },
          );
          run.browsers.prepare = (browser) => {
            browser.observe = async () => ({ ...observation, activeURL: `http://a.test/${url}` });
            browser.capture = async () => ({ typed });
          };
          const acts = [{ id: 'go', prompt: 'Go', schema: { type: 'string' } }];
          const states: unknown[] = [
            await run.create(one, { startingPage: 'http://a.test', acts, handBack: 'step' }),
            await run.slice(one),
          ];
          // The next slice finds another environment.
          run.browsers.lose();
          states.push(await run.slice(one));
          expect(run.browsers.restored.at(-1)).toMatchObject({ state: { typed } });
          const result = await run.finalize(one);
          states.push({ failure: result.error });

          for (const state of states) expect(bytes(state)).toBeLessThan(4_096);
          expect(bytes(result)).toBeLessThan(32 * 1024);
          expect(result.status).toBe(fails ? 'FAILED' : 'SUCCEEDED');
          const key = 'responses/00000.json';
          const response = result.acts[0]?.response ?? (fails ? answer : await artifact(run.artifactsOf(one).get(key)));
          expect(response === answer).toBe(true);
        },
      ),
      { numRuns: 8, examples: [[all('語', false)], [all('🏔', true)]] },
    );
    const { Items: items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
    expect(items.length).toBeGreaterThan(10);
    for (const item of items) expect(bytes(item)).toBeLessThan(150_000);
  });
});

function all(unit: '語' | '🏔', fails: boolean) {
  const everywhere = { unit, bytes: 2 * MB } as const;
  return { typed: everywhere, thought: everywhere, url: everywhere, answer: everywhere, thrown: everywhere, fails };
}

async function artifact(body: Promise<Uint8Array | undefined>): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await body));
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
