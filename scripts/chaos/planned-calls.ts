import type { Action } from '../../lib/act/action.ts';
import { decodeCall } from '../../lib/act/decode-call.ts';
import type { JsonValue } from '../../lib/act/json.ts';
import type { Emulator } from '../../lib/local/emulator/emulator.ts';
import type { Planner } from '../../lib/local/emulator/planner.ts';

/** A call that the service has answered with, and the page it was planned for. */
export interface AnsweredCall {
  readonly action: Action;
  readonly url: string;
}

/** A planner that also remembers for which page it has planned each call. */
export function rememberPages(planner: Planner): {
  planner: Planner;
  answeredCalls: (emulator: Emulator) => AnsweredCall[];
} {
  const pages = new Map<JsonValue, string>();
  return {
    planner: {
      name: planner.name,
      async nextCalls(request) {
        const calls = await planner.nextCalls(request);
        // The emulator keeps the very same inputs.
        for (const { input } of calls) pages.set(input, request.observation.activeURL);
        return calls;
      },
    },
    answeredCalls: ({ acts }) =>
      acts
        .flatMap(({ steps }) => steps)
        .flatMap(({ calls }) => calls)
        .map((call) => ({ action: decodeCall(call, new Set()), url: pages.get(call.input) ?? '' })),
  };
}
