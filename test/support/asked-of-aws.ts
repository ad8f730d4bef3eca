import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';
import type { Asked } from './iam.ts';
import { listening } from './listening.ts';

/** A request that passed, and whose it was. */
export interface SignedAsked extends Asked {
  readonly accessKeyId: string | undefined;
}

const attribute = z.object({ S: z.string() });
const onItem = z.object({
  Key: z.object({ pk: attribute }).optional(),
  Item: z.object({ pk: attribute }).optional(),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()).optional(),
});

const table = 'arn:aws:dynamodb:us-east-1:123456789012:table/journal';

/** A request of DynamoDB on the table of the stack. */
export function askedOfTable({ headers }: IncomingMessage, body: Buffer): Asked {
  const { Key, Item, ExpressionAttributeValues } = onItem.parse(JSON.parse(String(body)));
  const { pk } = Key ?? Item ?? { pk: attribute.parse(ExpressionAttributeValues?.[':pk']) };
  return {
    action: String(headers['x-amz-target']).replace('DynamoDB_20120810.', 'dynamodb:'),
    resource: table,
    context: { 'dynamodb:LeadingKeys': [pk.S] },
  };
}

/** A request of S3 on the bucket of the stack. */
export function askedOfBucket({ method, url = '' }: IncomingMessage): Asked {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const prefix = searchParams.get('prefix');
  if (searchParams.has('list-type'))
    return {
      action: 's3:ListBucket',
      resource: 'arn:aws:s3:::bucket',
      context: prefix === null ? {} : { 's3:prefix': prefix },
    };
  const action = method === 'PUT' ? 's3:PutObject' : 's3:GetObject';
  return { action, resource: `arn:aws:s3::${decodeURIComponent(pathname.replace(/^\//, ':'))}`, context: {} };
}

/** Who signed a request. */
export function signerOf(headers: IncomingMessage['headers']): string | undefined {
  return /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1];
}

/** Stands before a service, keeps what it is asked, and hands it on. */
export async function startRecording(service: string, read: (request: IncomingMessage, body: Buffer) => Asked) {
  const asked: SignedAsked[] = [];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    asked.push({ ...read(request, body), accessKeyId: signerOf(request.headers) });
    const { method, headers } = request;
    // Not put together from parts: a key may have .. in it, which a URL would take away.
    const passed = forward(service, { method, headers, path: request.url }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.end(body);
  }

  const server = createServer((request, response) => void pass(request, response));
  return {
    ...(await listening(server)),
    /** Oldest first. */
    asked,
  };
}
