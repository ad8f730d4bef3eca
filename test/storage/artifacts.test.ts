import { S3Client } from '@aws-sdk/client-s3';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Artifacts } from '../../lib/run/ports.ts';
import { DirectoryArtifacts } from '../../lib/storage/directory-artifacts.ts';
import { S3Artifacts } from '../../lib/storage/s3-artifacts.ts';
import { closed } from '../support/closed.ts';
import { portOf } from '../support/port-of.ts';
import { startS3Bucket } from '../support/s3-bucket.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

type Opened = { readonly artifacts: Artifacts } & AsyncDisposable;

describe.each([
  ['DirectoryArtifacts', inDirectory],
  ['S3Artifacts', inBucket],
])('%s', (_, open) => {
  it('gives back what was put, byte by byte', async () => {
    await using opened = await open();
    const image = Uint8Array.from({ length: 256 }, (_value, index) => index);
    await opened.artifacts.put('screenshots/1.jpg', image, 'image/jpeg');
    await opened.artifacts.put('result.json', '{"städte": "Zürich"}', 'application/json');

    expect(new Uint8Array((await opened.artifacts.get('screenshots/1.jpg')) ?? [])).toEqual(image);
    expect(new TextDecoder().decode(await opened.artifacts.get('result.json'))).toBe('{"städte": "Zürich"}');
  });

  it('keeps the last of two bodies of a key, also when they come at once', async () => {
    await using opened = await open();
    await opened.artifacts.put('a', 'a first body that is longer', 'text/plain');
    await opened.artifacts.put('a', 'second', 'text/plain');
    expect(new TextDecoder().decode(await opened.artifacts.get('a'))).toBe('second');

    await Promise.all(['x', 'y', 'z'].map((body) => opened.artifacts.put('at/once', body, 'text/plain')));
    expect(new TextDecoder().decode(await opened.artifacts.get('at/once'))).toMatch(/^[xyz]$/);
    expect(await opened.artifacts.list('at/')).toEqual(['at/once']);
  });

  it('gives undefined for a key that was never put', async () => {
    await using opened = await open();
    expect(await opened.artifacts.get('missing/key')).toBeUndefined();
  });

  it('lists the keys below a prefix, sorted, however deep and however many', async () => {
    await using opened = await open();
    const keys = [
      'events/2',
      'events/10',
      'events/1',
      'events/deep/er',
      'events.txt',
      'input & <more>.json',
      'input+é',
    ];
    await Promise.all(keys.map((key) => opened.artifacts.put(key, key, 'text/plain')));

    expect(await opened.artifacts.list('events/')).toEqual(['events/1', 'events/10', 'events/2', 'events/deep/er']);
    expect(await opened.artifacts.list('events/1')).toEqual(['events/1', 'events/10']);
    expect(await opened.artifacts.list('in')).toEqual(['input & <more>.json', 'input+é']);
    expect(await opened.artifacts.list('')).toEqual(keys.toSorted());
    expect(await opened.artifacts.list('nothing/here/')).toEqual([]);
  });
});

describe('DirectoryArtifacts', () => {
  it('are at paths below their directory, where a killed write leaves nothing to be listed', async () => {
    using directory = temporaryDirectory();
    const artifacts = new DirectoryArtifacts(directory.path);
    await artifacts.put('events/1', 'one');
    await writeFile(join(directory.path, 'events', '2.0.unfinished'), 'tw');

    expect(artifacts.location('events/1')).toBe(join(directory.path, 'events/1'));
    expect(await artifacts.list('events/')).toEqual(['events/1']);
  });
});

describe('S3Artifacts', () => {
  it('does not read what would fill the memory of a function', async () => {
    const left = Promise.withResolvers<void>();
    const server = createServer((_, response) => {
      response
        .on('close', left.resolve)
        .writeHead(200, { 'content-length': 2 ** 32 })
        .write('{');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${portOf(server)}`,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    });
    await expect(new S3Artifacts(client, 'bucket', 'runs/one/').get('spilled/a.json')).rejects.toMatchObject({
      name: 'JournalUnreadable',
      message: 's3://bucket/runs/one/spilled/a.json has 4294967296 bytes; at most 67108864 are read',
    });
    await left.promise;
    client.destroy();
    await closed(server);
  });

  it('are below their prefix, with their type, at an address that the AWS tools take', async () => {
    await using bucket = await startS3Bucket();
    const artifacts = new S3Artifacts(bucket.client, bucket.name, 'runs/one/');
    const other = new S3Artifacts(bucket.client, bucket.name, 'runs/one-more/');
    await artifacts.put('replay.html', '<!doctype html>', 'text/html; charset=utf-8');

    expect(bucket.objects.get('runs/one/replay.html')?.contentType).toBe('text/html; charset=utf-8');
    expect(artifacts.location('replay.html')).toBe('s3://bucket/runs/one/replay.html');
    expect(await other.list('')).toEqual([]);
  });

  it('ask for page after page of keys', async () => {
    await using bucket = await startS3Bucket();
    const artifacts = new S3Artifacts(bucket.client, bucket.name, 'runs/one/');
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const key of keys) await artifacts.put(key, key, 'text/plain');

    expect(await artifacts.list('')).toEqual(keys);
    expect(bucket.listings()).toBe(3);
  });

  it('do not take a refusal for a missing key', async () => {
    await using bucket = await startS3Bucket({ mayList: false });
    const artifacts = new S3Artifacts(bucket.client, bucket.name, 'runs/one/');
    await expect(artifacts.get('input.json')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

async function inDirectory(): Promise<Opened> {
  const directory = temporaryDirectory();
  return {
    artifacts: new DirectoryArtifacts(join(directory.path, 'made', 'when', 'needed')),
    [Symbol.asyncDispose]: async () => directory[Symbol.dispose](),
  };
}

async function inBucket(): Promise<Opened> {
  const bucket = await startS3Bucket();
  return {
    artifacts: new S3Artifacts(bucket.client, bucket.name, 'runs/one/'),
    [Symbol.asyncDispose]: () => bucket[Symbol.asyncDispose](),
  };
}
