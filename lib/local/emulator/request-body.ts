import type { IncomingMessage } from 'node:http';
import { limits } from '../../nova-act/constraints.ts';
import { invalidFields, ServiceFault } from './service-fault.ts';

/**
 * Reads a request's body as a JSON object; an empty one is `{}`.
 * @throws ServiceFault when it is too large (it is read to its end all the same, so that the answer arrives) or no JSON
 */
export async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= limits.requestBytes) chunks.push(chunk);
  }
  if (bytes > limits.requestBytes) {
    throw invalidFields([{ name: 'body', message: `must have at most ${limits.requestBytes} bytes, has ${bytes}` }]);
  }
  return parsedObject(Buffer.concat(chunks).toString() || '{}');
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below, as any other body that is no object.
  }
  throw new ServiceFault('SerializationException', 'The body is not a JSON object');
}
