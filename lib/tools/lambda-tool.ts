import { InvokeCommand, LambdaClient, type InvokeCommandOutput } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { ActToolError, AgentRedirectError } from '../act/errors.ts';
import type { JsonSchema } from '../act/json-schema.ts';
import type { Tool, ToolInvocation } from '../act/ports.ts';
import { ToolThrottled } from '../act/run-tool.ts';

export interface LambdaToolOptions {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** Of a function, a version or an alias. */
  readonly functionArn: string;
  readonly timeoutSeconds: number;
}

/** What the function gives to tell the agent something in place of a result. */
const toldAgent = z.strictObject({ tellAgent: z.string() });

const UNSAID = 'the function failed and did not say why';

/** What Lambda says of an error that the function ended with. */
const functionError = z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() });

/** What to do about a refusal, by the name of Lambda's error. */
const ADVICE: Readonly<Record<string, string>> = {
  AccessDeniedException:
    'PerformSteps may not invoke it: declare the tool in the stack and deploy; a function of another account must also allow it in its resource policy',
  ResourceNotFoundException: "there is no such function, version or alias: check the tool's functionArn",
  RequestTooLargeException: 'the agent gave more than a function takes',
};

/** The tools by their names. */
export function lambdaTools(tools: readonly LambdaToolOptions[]): ReadonlyMap<string, Tool> {
  return new Map(tools.map((tool) => [tool.name, lambdaTool(tool)]));
}

/** A Lambda function as a tool: invoked once for each call, with the call's arguments and idempotency key. */
function lambdaTool({ name, description, inputSchema, functionArn, timeoutSeconds }: LambdaToolOptions): Tool {
  const region = functionArn.split(':')[3] ?? '';
  return {
    spec: { name, description, inputSchema: { json: inputSchema } },
    timeoutSeconds,
    async run(input, { idempotencyKey, run, signal }: ToolInvocation) {
      // One attempt: nobody but the function itself knows whether it may run twice. And a client for each, as a connection
      // that is left may go stale while the environment is frozen.
      const client = new LambdaClient({ region, maxAttempts: 1 });
      const command = new InvokeCommand({
        FunctionName: functionArn,
        InvocationType: 'RequestResponse',
        Payload: JSON.stringify({ idempotencyKey, tool: name, input, run }),
      });
      try {
        const output = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
          throw errorOfInvoke(functionArn, error);
        });
        return resultOf(functionArn, output);
      } finally {
        client.destroy();
      }
    },
  };
}

function resultOf(functionArn: string, { FunctionError, Payload }: InvokeCommandOutput): unknown {
  const text = Payload?.transformToString() ?? '';
  const result = parsed(text);
  if (FunctionError !== undefined) {
    const { errorType = FunctionError, errorMessage = UNSAID } = functionError.safeParse(result).data ?? {};
    throw new ActToolError(`${errorType}: ${errorMessage} (${functionArn})`);
  }
  const told = toldAgent.safeParse(result);
  if (told.success) throw new AgentRedirectError(told.data.tellAgent);
  if (result === undefined && text !== '') throw new ActToolError(`the answer of ${functionArn} is not JSON`);
  return result;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorOfInvoke(functionArn: string, error: unknown): Error {
  if (!(error instanceof Error)) return new ActToolError(String(error), { cause: error });
  const { name, message } = error;
  const { $metadata, retryAfterSeconds } = answered.safeParse(error).data ?? {};
  const status = $metadata?.httpStatusCode ?? 0;
  const refusal = `${name}: ${functionArn} was not invoked: ${ADVICE[name] ?? message}`;
  if (name === 'TooManyRequestsException') return new ToolThrottled(refusal, { cause: error, retryAfterSeconds });
  if (status >= 400 && status < 500) return new ActToolError(refusal, { cause: error });
  return new ActToolError(
    `${name}: ${functionArn} gave no answer: ${message}; whether it ran, and what it did, is unknown, and it is not repeated`,
    { cause: error },
  );
}

/** An answer that is an error. How long to wait comes as the header's text. */
const answered = z.object({
  $metadata: z.object({ httpStatusCode: z.number().optional() }),
  retryAfterSeconds: z.coerce.number().nonnegative().optional().catch(undefined),
});
