import {
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import { JournalUnreadable } from '../run/errors.ts';
import type { Artifacts } from '../run/ports.ts';

/** Far more than anything that is read again: whoever has taken over a slice may put there what fills a function's memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A run's artifacts below a prefix of the stack's bucket. */
export class S3Artifacts implements Artifacts {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  /** @param prefix - ends with a slash */
  constructor(client: S3Client, bucket: string, prefix: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  async put(key: string, body: Uint8Array | string, contentType: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key, Body: body, ContentType: contentType }),
    );
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      const { Body: body, ContentLength: bytes = 0 } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key }),
      );
      if (bytes > MOST_BYTES) {
        if (body instanceof Readable) body.destroy();
        throw new JournalUnreadable(`${this.location(key)} has ${bytes} bytes; at most ${MOST_BYTES} are read`);
      }
      return await body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#bucket, Prefix: this.#prefix + prefix },
    );
    for await (const { Contents: contents = [] } of pages)
      for (const { Key: key } of contents) if (key !== undefined) keys.push(key.slice(this.#prefix.length));
    return keys.toSorted();
  }

  location(key: string): string {
    return `s3://${this.#bucket}/${this.#prefix}${key}`;
  }
}
