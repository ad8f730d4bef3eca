import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listening } from './listening.ts';

/** A request of Invoke as it came over the wire. */
interface Invocation {
  readonly functionName: string;
  readonly invocationType: string | undefined;
  /** For which the request was signed. */
  readonly region: string | undefined;
  readonly payload: unknown;
}

/** Lambda as far as Invoke, over HTTP: keeps what was invoked and leaves the answer to the test. */
export async function startLambdaFunctions(answer: (invocation: Invocation, response: ServerResponse) => void) {
  const invocations: Invocation[] = [];

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, functionName = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '') ?? [];
    const type = request.headers['x-amz-invocation-type'];
    const invocation = {
      functionName: decodeURIComponent(functionName),
      invocationType: typeof type === 'string' ? type : undefined,
      region: /Credential=[^/]+\/\d+\/([^/]+)\/lambda\//.exec(request.headers.authorization ?? '')?.[1],
      payload: JSON.parse(await text(request)),
    };
    invocations.push(invocation);
    answer(invocation, response);
  }

  const server = createServer((request, response) => void receive(request, response));
  return {
    ...(await listening(server)),
    /** Oldest first. */
    invocations,
  };
}
