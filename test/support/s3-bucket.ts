import { S3Client } from '@aws-sdk/client-s3';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { portOf } from './port-of.ts';

export interface S3Bucket extends AsyncDisposable {
  readonly client: S3Client;
  readonly url: string;
  readonly name: string;
  readonly objects: Map<string, { readonly body: Buffer; readonly contentType: string | undefined }>;
  /** How many pages of keys were asked for. */
  listings(): number;
}

/** Small, so that a handful of keys are several pages. */
const KEYS_PER_PAGE = 2;

/**
 * A bucket that knows PutObject, GetObject and ListObjectsV2.
 *
 * @param mayList - whether the caller has s3:ListBucket; without it S3 does not tell what is missing
 */
export async function startS3Bucket({ mayList = true } = {}): Promise<S3Bucket> {
  const objects = new Map<string, { body: Buffer; contentType: string | undefined }>();
  let listings = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // As it was sent: a key may have .. in it, which a URL would take away.
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const searchParams = new URLSearchParams(query);
    const key = decodeURIComponent(path.slice('/bucket/'.length));
    if (request.method === 'PUT') {
      objects.set(key, { body: await buffer(request), contentType: request.headers['content-type'] });
      response.writeHead(200).end();
    } else if (searchParams.get('list-type') === '2' && !mayList) {
      response.writeHead(403, { 'content-type': 'application/xml' }).end(fault('AccessDenied'));
    } else if (searchParams.get('list-type') === '2') {
      listings += 1;
      response.writeHead(200, { 'content-type': 'application/xml' }).end(listing([...objects.keys()], searchParams));
    } else {
      const object = objects.get(key);
      if (object) response.writeHead(200).end(object.body);
      else response.writeHead(mayList ? 404 : 403).end(fault(mayList ? 'NoSuchKey' : 'AccessDenied'));
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${portOf(server)}`;
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: url,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  return {
    client,
    url,
    name: 'bucket',
    objects,
    listings: () => listings,
    async [Symbol.asyncDispose]() {
      client.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

function listing(keys: readonly string[], asked: URLSearchParams): string {
  const after = asked.get('continuation-token') ?? '';
  const rest = keys.filter((key) => key.startsWith(asked.get('prefix') ?? '') && key > after).toSorted();
  const page = rest.slice(0, KEYS_PER_PAGE);
  const more = rest.length > page.length;
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${page
    .map((key) => `<Contents><Key>${escaped(key)}</Key></Contents>`)
    .join(
      '',
    )}${more ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>` : ''}</ListBucketResult>`;
}

function fault(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
