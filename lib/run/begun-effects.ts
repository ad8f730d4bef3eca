import { NovaActError } from '../act/errors.ts';
import { bareName } from '../act/decode-call.ts';
import { callRole } from '../act/loss.ts';
import type { ActProgress } from '../act/progress.ts';
import type { Call } from '../act/step.ts';
import type { Artifacts } from './ports.ts';
import { readEvents } from './recorder.ts';

/** What an act had begun to change, oldest first, a few words each: as its events tell, and its newest step. */
export async function begunEffects(
  act: { readonly id: string; readonly progress: ActProgress },
  artifacts: Artifacts,
): Promise<string[]> {
  const calls = new Map<string, Call>();
  const begun = new Map<string, string>();
  for (const event of await readEvents(artifacts)) {
    if (event.act !== act.id) continue;
    if (event.type === 'StepAnswered') for (const call of event.calls) calls.set(call.callId, call);
    const call = event.type === 'CallEnded' ? calls.get(event.callId) : undefined;
    if (event.type === 'CallEnded' && call && isEffect(call)) begun.set(call.callId, told(call, event.step, ''));
  }
  for (const { call, state } of act.progress.step?.calls ?? [])
    if (state === 'begun') begun.set(call.callId, told(call, act.progress.stepsTaken, ', never known to be done'));
  return [...begun.values()];
}

function told({ name, callId }: Call, step: number, more: string): string {
  return `${name} (step ${step}, call ${callId}${more})`;
}

/** Whether the call can change the world; what is none of the agent's own actions is a tool's. */
export function isEffect(call: Call): boolean {
  try {
    return callRole(call, new Set([bareName(call)])) === 'effect';
  } catch (error) {
    if (error instanceof NovaActError) return false;
    throw error;
  }
}
