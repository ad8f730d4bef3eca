import { transform } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AuthError } from '../../lib/act/errors.ts';
import { startEmulator, type Emulator } from '../../lib/local/emulator/emulator.ts';
import { InvalidOption } from '../../lib/sdk/errors.ts';
import { getCurrentWorkflow } from '../../lib/sdk/workflow-context.ts';
import { workflow } from '../../lib/sdk/workflow-function.ts';
import { looking } from '../nova-act/emulated-service.ts';

let emulator: Emulator;
beforeEach(async () => {
  vi.stubEnv('NOVA_ACT_API_KEY', undefined);
  emulator = await startEmulator({ planner: looking });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await emulator.close();
});

const options = () => ({ workflowDefinitionName: 'price-check', clientConfig: { endpoint: emulator.url } });
const statuses = () => emulator.runs.map(({ status }) => status);

describe('a function made a workflow', () => {
  test('has a run of its own for each call, also for calls at the same time', async () => {
    const runId = workflow(options())(async () => getCurrentWorkflow()?.workflowRunId);
    const ids = [await runId(), ...(await Promise.all([runId(), runId()]))];
    expect(new Set(ids)).toEqual(new Set(emulator.runs.map(({ workflowRunId }) => workflowRunId)));
    expect(statuses()).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  });

  test('keeps its arguments, its `this`, its name and what it returns', async () => {
    const shop = {
      currency: 'EUR',
      priceOf: workflow(options())(function priceOf(this: { currency: string }, item: string, price: number) {
        return `${item}: ${price} ${this.currency}`;
      }),
    };
    const answer: string = await shop.priceOf('kettle', 39.9);
    expect(answer).toBe('kettle: 39.9 EUR');
    expect(shop.priceOf.name).toBe('priceOf');
  });

  test('throws what it threw, and its run ends FAILED', async () => {
    const error = new Error('sold out');
    await expect(
      workflow(options())(() => {
        throw error;
      })(),
    ).rejects.toBe(error);
    expect(statuses()).toEqual(['FAILED']);
  });

  test('is refused at once for options that cannot be right', () => {
    // @ts-expect-error -- as JavaScript would call it
    expect(() => workflow({ ...options(), modelID: 'x' })).toThrow('Workflow.modelID: unknown option');
    // @ts-expect-error -- as above
    expect(() => workflow(options())('no function')).toThrow(InvalidOption);
  });

  test('decides at each call how to sign in', async () => {
    const called = workflow(options())(() => {});
    vi.stubEnv('NOVA_ACT_API_KEY', 'k'.repeat(36));
    await expect(called()).rejects.toThrow(AuthError);
    vi.stubEnv('NOVA_ACT_API_KEY', undefined);
    await called();
    expect(statuses()).toEqual(['SUCCEEDED']);
  });
});

describe('a method made a workflow', () => {
  test('by a decorator as TC39 defines it', async () => {
    const decorated = workflow(options())(
      async function (this: { currency: string }, item: string) {
        return `${item} in ${this.currency} (${getCurrentWorkflow()?.workflowDefinitionName})`;
      },
      { kind: 'method' },
    );
    expect(await decorated.call({ currency: 'EUR' }, 'kettle')).toBe('kettle in EUR (price-check)');
    expect(statuses()).toEqual(['SUCCEEDED']);
  });

  test('in source that a compiler has read', async () => {
    const source = `export function makeShop(workflow, getCurrentWorkflow, options) {
      class Shop {
        currency = 'EUR';
        @workflow(options) async priceOf(item) {
          return item + ' in ' + this.currency + ' (' + getCurrentWorkflow()?.workflowDefinitionName + ')';
        }
      }
      return new Shop();
    }`;
    // Node itself reads no decorators yet.
    const { code } = await transform(source, { target: 'es2022', format: 'esm' });
    const compiled: { makeShop(...given: unknown[]): { priceOf(item: string): Promise<string> } } = await import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
    );
    const shop = compiled.makeShop(workflow, getCurrentWorkflow, options());
    expect(await shop.priceOf('kettle')).toBe('kettle in EUR (price-check)');
    expect(statuses()).toEqual(['SUCCEEDED']);
  });

  test.each(['class', 'field', 'getter', 'setter', 'accessor'])('and no %s', (kind) => {
    // @ts-expect-error -- as JavaScript would call it
    expect(() => workflow(options())(() => {}, { kind })).toThrow(
      `workflow: got "${kind}", allowed: a function, or a method of a class`,
    );
  });
});
