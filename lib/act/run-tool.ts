import type { DispatchLeave } from './dispatch-leave.ts';
import { ActCanceledError, ActToolError, AgentRedirectError } from './errors.ts';
import type { JsonValue } from './json.ts';
import type { Clock, Tool, ToolInvocation } from './ports.ts';
import { messageOf, nameOf, textOf } from './text-of.ts';
import { throttleWaitMs } from './throttle-wait.ts';

/** A request to the service holds 5 MB, and the observation needs its part. */
const RESULT_LIMIT_BYTES = 256 * 1024;
/** Characters of what a tool tells the agent in place of a result. */
const TOLD_LIMIT = 10_000;

/** The tool was asked too often and was certainly not started, so it may be asked again. */
export class ToolThrottled extends Error {
  override readonly name = 'ToolThrottled';
  readonly retryAfterSeconds: number | undefined;
  constructor(
    message: string,
    { retryAfterSeconds, ...options }: ErrorOptions & { retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Invokes a tool once; only one that was certainly not started is invoked again, within the tool's own time.
 *
 * @returns the result as JSON knows it
 * @throws AgentRedirectError with what the tool wants the agent to know
 * @throws ActCanceledError when whoever asked for the act, or was asked by the tool, cancels it
 * @throws ActToolError for everything else that fails
 * @throws LeaseLost
 */
export async function runTool(
  tool: Tool,
  input: Record<string, unknown>,
  call: Omit<ToolInvocation, 'signal'>,
  { leave, clock }: { readonly leave: DispatchLeave; readonly clock: Clock },
): Promise<JsonValue> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), tool.timeoutSeconds * 1000);
  const endsAt = clock.elapsed() + tool.timeoutSeconds * 1000;
  const { name } = tool.spec;
  const timedOut = new Promise<never>((_, reject) => {
    timeout.signal.addEventListener('abort', () =>
      reject(
        new ActToolError(
          `tool '${name}' gave no result within ${tool.timeoutSeconds} s; what it did by then is unknown, and it is not repeated`,
        ),
      ),
    );
  });
  // It may come while nobody listens.
  timedOut.catch(() => {});
  try {
    for (let throttled = 0; ; throttled += 1) {
      leave.take();
      const running = started(tool, input, { ...call, signal: timeout.signal });
      const outcome = await Promise.race([timedOut, running]);
      if (!(outcome instanceof ToolThrottled)) return asJson(name, outcome);
      const waitMs = throttleWaitMs(outcome, throttled);
      if (clock.elapsed() + waitMs > endsAt) throw new ActToolError(outcome.message, { cause: outcome });
      await clock.sleep(waitMs);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** What the tool gives, or that it was throttled; whatever else it throws is told in our words. */
async function started(tool: Tool, input: Record<string, unknown>, invocation: ToolInvocation): Promise<unknown> {
  try {
    return await tool.run(input, invocation);
  } catch (error) {
    if (error instanceof ToolThrottled) return error;
    if (error instanceof ActCanceledError) throw error;
    // Another one for each act, which has its own metadata.
    if (error instanceof ActToolError) throw new ActToolError(messageOf(error), { cause: error });
    // By its name: a user's module has a class of its own beside the one of a bundled handler.
    if (nameOf(error) === 'AgentRedirectError')
      throw new AgentRedirectError(messageOf(error).slice(0, TOLD_LIMIT), { cause: error });
    throw new ActToolError(textOf(error), { cause: error });
  }
}

function asJson(name: string, result: unknown): JsonValue {
  const text = result === undefined ? 'null' : jsonText(name, result);
  const bytes = Buffer.byteLength(text);
  if (bytes > RESULT_LIMIT_BYTES)
    throw new ActToolError(
      `the result of tool '${name}' has ${bytes} bytes as JSON, allowed: ${RESULT_LIMIT_BYTES}; give the agent what it needs, or a place to look`,
    );
  const value: JsonValue = JSON.parse(text);
  return value;
}

function jsonText(name: string, result: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(result);
    if (text !== undefined) return text;
  } catch (error) {
    throw new ActToolError(`the result of tool '${name}' is not JSON: ${messageOf(error)}`, { cause: error });
  }
  throw new ActToolError(`the result of tool '${name}' is not JSON: it is a ${typeof result}`);
}
