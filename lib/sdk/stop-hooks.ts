import { AsyncLocalStorage } from 'node:async_hooks';
import * as z from 'zod';
import { checkOptions, hasFunctions, problem } from './check-options.ts';
import { InvalidOption } from './errors.ts';
import type { NovaAct } from './nova-act.ts';
import { warn } from './warn.ts';

/**
 * Something to be done when a session stops, while its browser and its ids are still there. What it throws becomes a
 * process warning, and stopping goes on.
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 * import type { StopHook } from 'nova-act-serverless';
 *
 * const keepLastPage: StopHook = {
 *   onStop: async (nova) => {
 *     const page = await nova.page();
 *     await writeFile(`/tmp/${nova.sessionId}.html`, await page.content());
 *   },
 * };
 */
export interface StopHook {
  /**
   * @param nova - the session that is about to stop: no act is under way, and none begins. `stop` waits for the hook; called
   *   in it, it does nothing
   */
  onStop(nova: NovaAct): void | Promise<void>;
}

export const stopHook = z.custom<StopHook>((given) => hasFunctions(given, 'onStop'), {
  error: 'an object with a function onStop',
});

/** The sessions in whose hooks this code is running. */
const stopping = new AsyncLocalStorage<readonly NovaAct[]>();

/** The hooks of one session. */
export class StopHooks {
  readonly #hooks: StopHook[];

  constructor(hooks: readonly StopHook[]) {
    this.#hooks = [...hooks];
  }

  /** @throws InvalidOption */
  register(hook: unknown): void {
    this.#hooks.push(checkOptions('registerStopHook.hook', stopHook, hook));
  }

  /** @throws InvalidOption */
  unregister(hook: StopHook): void {
    const index = this.#hooks.lastIndexOf(hook);
    if (index < 0) throw new InvalidOption([problem('unregisterStopHook.hook', hook, 'a hook that is registered')]);
    this.#hooks.splice(index, 1);
  }

  /** Whether this code is called by a hook of the session: who waits for its end there waits for ever. */
  static isCalling(nova: NovaAct): boolean {
    return stopping.getStore()?.includes(nova) === true;
  }

  /** Calls one after another, and resolves whatever they throw. */
  async call(nova: NovaAct): Promise<void> {
    const hooks = [...this.#hooks];
    const sessions = [...(stopping.getStore() ?? []), nova];
    for (const hook of hooks) {
      try {
        await stopping.run(sessions, async () => hook.onStop(nova));
      } catch (error) {
        warn('A stop hook failed', error);
      }
    }
  }
}
