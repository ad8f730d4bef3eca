import type { Tool } from '../act/ports.ts';
import { unlessCanceled } from './cancellation.ts';
import { humanTools, type HumanInputCallbacks } from './human-input.ts';

export interface ActToolsOptions {
  /** The user's, by their names. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly humanInputCallbacks: HumanInputCallbacks | undefined;
  readonly sessionId: string;
  readonly signal: AbortSignal;
  /** What the page showed last. */
  readonly screenshot: () => string;
}

/** The tools as one act has them: it stops waiting for them when it is cancelled, and knows how long a person was waited for. */
export class ActTools {
  /** The user's come first, as the service is told of them in this order. */
  readonly byName: ReadonlyMap<string, Tool>;
  /** How long a person was waited for, in milliseconds. */
  humanWaitMs = 0;

  constructor({ tools, humanInputCallbacks, sessionId, signal, screenshot }: ActToolsOptions) {
    const human = humanInputCallbacks
      ? humanTools(humanInputCallbacks, (call) => ({ ...call, sessionId, screenshot: screenshot() }))
      : [];
    const all = [
      ...[...tools.values()].map((tool) => cancelable(tool, signal)),
      ...human.map((tool) => this.#timed(cancelable(tool, signal))),
    ];
    this.byName = new Map(all.map((tool) => [tool.spec.name, tool]));
  }

  #timed(tool: Tool): Tool {
    return {
      ...tool,
      run: async (input, invocation) => {
        const askedAt = performance.now();
        try {
          return await tool.run(input, invocation);
        } finally {
          this.humanWaitMs += performance.now() - askedAt;
        }
      },
    };
  }
}

function cancelable(tool: Tool, signal: AbortSignal): Tool {
  return {
    ...tool,
    run: (input, invocation) =>
      unlessCanceled(
        () => tool.run(input, { ...invocation, signal: AbortSignal.any([invocation.signal, signal]) }),
        signal,
      ),
  };
}
