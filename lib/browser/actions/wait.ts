import { setTimeout as delay } from 'node:timers/promises';
import type { ActionContext, ActionOf } from './context.ts';

/** 0 seconds waits for the page to settle instead. */
export async function wait({ seconds }: ActionOf<'wait'>, { settle }: ActionContext): Promise<void> {
  await (seconds === 0 ? settle() : delay(seconds * 1_000, undefined, { ref: false }));
}
