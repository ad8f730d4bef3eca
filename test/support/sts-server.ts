import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listening } from './listening.ts';

/** A session that somebody opened. */
export interface Session {
  readonly accessKeyId: string;
  readonly roleArn: string | null;
  readonly name: string | null;
  readonly seconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** AssumeRole over HTTP, with what STS says a tag's value may hold. */
export async function startSts() {
  const sessions: Session[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const tags = Object.fromEntries(
      [1, 2, 3].flatMap((index) => {
        const key = form.get(`Tags.member.${index}.Key`);
        return key === null ? [] : [[key, form.get(`Tags.member.${index}.Value`) ?? '']];
      }),
    );
    if (Object.values(tags).some((value) => !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(value))) {
      response.writeHead(400).end('<ErrorResponse><Error><Code>ValidationError</Code></Error></ErrorResponse>');
      return;
    }
    const accessKeyId = `ASIASESSION${sessions.length}`;
    sessions.push({
      accessKeyId,
      roleArn: form.get('RoleArn'),
      name: form.get('RoleSessionName'),
      seconds: Number(form.get('DurationSeconds')),
      tags,
    });
    const credentials = `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration>`;
    response.end(
      `<AssumeRoleResponse><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    );
  }

  const server = createServer((request, response) => void answer(request, response));
  return {
    ...(await listening(server)),
    sessions,
  };
}
