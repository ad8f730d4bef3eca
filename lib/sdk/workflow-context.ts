import { AsyncLocalStorage } from 'node:async_hooks';
import type { Workflow } from './workflow.ts';

/**
 * Kept where a second copy of this module finds it: a tool may have been bundled with a copy of its own.
 */
const KEY = Symbol.for('nova-act-serverless.current-workflow');

const contexts = contextsOfProcess();

/**
 * The workflow in whose `run`, or in whose function made by {@link workflow}, this code is running.
 *
 * @returns undefined outside of one. A workflow of `Workflow.start` is never the current one: hand it on.
 * @example
 * import { getCurrentWorkflow, Workflow } from 'nova-act-serverless';
 *
 * const describe = () => `in the run ${getCurrentWorkflow()?.workflowRunId ?? 'of nobody'}`;
 *
 * await Workflow.run({ workflowDefinitionName: 'price-check' }, () => console.log(describe()));
 */
export function getCurrentWorkflow(): Workflow | undefined {
  return contexts.getStore();
}

/** Runs the body, and all it waits for, with this workflow as the current one. */
export function inWorkflow<T>(current: Workflow, body: () => T): T {
  return contexts.run(current, body);
}

function contextsOfProcess(): AsyncLocalStorage<Workflow> {
  const found: unknown = Reflect.get(globalThis, KEY);
  if (found instanceof AsyncLocalStorage) return found;
  const made = new AsyncLocalStorage<Workflow>();
  Reflect.set(globalThis, KEY, made);
  return made;
}
