import { SFNClient } from '@aws-sdk/client-sfn';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { portOf } from './port-of.ts';

export interface StepFunctions extends AsyncDisposable {
  readonly client: SFNClient;
  readonly url: string;
  /** What is answered of an execution, by its ARN; an error where it has a `__type`. */
  readonly executions: Map<string, object>;
  /** The ARNs that were asked for, oldest first. */
  readonly asked: readonly string[];
}

const requestSchema = z.object({ executionArn: z.string() });

/** Step Functions as far as DescribeExecution, over HTTP. */
export async function startStepFunctions(): Promise<StepFunctions> {
  const executions = new Map<string, object>();
  const asked: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { executionArn } = requestSchema.parse(await json(request));
    asked.push(executionArn);
    const reply = executions.get(executionArn) ?? {
      __type: 'com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    };
    response.writeHead('__type' in reply ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(reply));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${portOf(server)}`;
  const client = new SFNClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  return {
    client,
    url,
    executions,
    asked,
    async [Symbol.asyncDispose]() {
      client.destroy();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
