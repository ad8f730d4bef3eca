import { once } from 'node:events';
import { createServer } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ApiKeyService } from '../../lib/nova-act/api-key-service.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { credentials } from './closing-client.ts';
import { apiKey, token } from './emulated-service.ts';

const CHUNK = Buffer.alloc(1_000_000, ' ');

/** Answers without end, as far as it is listened to. */
async function startEndlessServer(statusCode: number) {
  let megabytes = 0;
  function* chunks() {
    for (; megabytes < 1_000; megabytes += 1) yield CHUNK;
  }
  const server = createServer((_, response) => {
    response.writeHead(statusCode, { 'content-type': 'application/json' });
    pipeline(Readable.from(chunks()), response, () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`,
    sentMegabytes: () => megabytes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe.each([
  ['with AWS credentials', (endpoint: string) => new NovaActService({ endpoint, credentials })],
  ['with an API key', (endpoint: string) => new ApiKeyService({ endpoint, apiKey })],
] as const)('an answer of more than 25 MB, %s,', (_, serviceOf) => {
  it.for([200, 500])('is not read to its end, and is told as one: %i', async (statusCode) => {
    await using server = await startEndlessServer(statusCode);
    using service = serviceOf(server.url);
    const run = { workflowDefinitionName: 'price-check', modelId: 'nova-act-preview', clientToken: token() };
    await expect(service.createWorkflowRun(run)).rejects.toMatchObject({
      name: 'ActBadResponseError',
      message: `${server.url} gave an answer of more than 25 MB, which was not read to its end: check that it is the service`,
    });
    expect(server.sentMegabytes()).toBeLessThan(200);
  });
});
