import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator, type Emulator } from '../../lib/local/emulator/emulator.ts';
import { getCurrentWorkflow } from '../../lib/sdk/workflow-context.ts';
import { Workflow } from '../../lib/sdk/workflow.ts';
import { looking } from '../nova-act/emulated-service.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ planner: looking });
});
afterAll(async () => emulator.close());

const named = (workflowDefinitionName: string) => ({
  workflowDefinitionName,
  awsConfig: {},
  clientConfig: { endpoint: emulator.url },
});
const current = () => getCurrentWorkflow()?.workflowDefinitionName;

describe('the current workflow', () => {
  test('is the innermost one, and the outer one again after it', async () => {
    const seen = [current()];
    await Workflow.run(named('outer'), async () => {
      seen.push(current());
      await Workflow.run(named('inner'), () => seen.push(current()));
      seen.push(current());
      await Workflow.run(named('failing'), () => Promise.reject(new Error('sold out'))).catch(() => {});
      seen.push(current());
    });
    expect([...seen, current()]).toEqual([undefined, 'outer', 'inner', 'outer', 'outer', undefined]);
  });

  test('is each one’s own where several run at once', async () => {
    const met = Promise.withResolvers<void>();
    let waiting = 2;
    const performed = (name: string) =>
      Workflow.run(named(name), async () => {
        waiting -= 1;
        if (waiting === 0) met.resolve();
        await met.promise;
        return current();
      });
    expect(await Promise.all([performed('kettle'), performed('teapot')])).toEqual(['kettle', 'teapot']);
  });

  test('is known to whatever the body sets off', async () => {
    const seen = await Workflow.run(named('timer'), async () => {
      const later = Promise.withResolvers<string | undefined>();
      const target = new EventTarget();
      setImmediate(() => later.resolve(current()));
      setImmediate(() => target.dispatchEvent(new Event('done')));
      await once(target, 'done');
      return [await later.promise, current()];
    });
    expect(seen).toEqual(['timer', 'timer']);
  });

  test('is known to another copy of the module, as a bundled tool has one', async () => {
    const copy = '../../lib/sdk/workflow-context.ts?copy';
    const other: { getCurrentWorkflow: typeof getCurrentWorkflow } = await import(/* @vite-ignore */ copy);
    expect(other.getCurrentWorkflow).not.toBe(getCurrentWorkflow);
    await Workflow.run(named('copied'), (workflow) => {
      expect(other.getCurrentWorkflow()).toBe(workflow);
    });
  });
});
