import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileLogGroup, logFile } from '../../lib/report/file-log-group.ts';
import { LogGroupUnwritable } from '../../lib/run/errors.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { eventAt, timed } from './events.ts';

const events = [eventAt('2026-01-01T00:00:00.000Z', 'first'), eventAt('2026-01-01T00:00:01.000Z', 'second')];
const shop = { logGroupName: '/nova-act/shop', logStreamName: 'shop/run-1' };

describe('a log group of this machine', () => {
  it('is a directory, and a stream a file of one event per line that later events are added to', async () => {
    using directory = temporaryDirectory();
    const group = new FileLogGroup(directory.path);
    expect(await group.append(shop, timed(events))).toEqual({ taken: 2, rejected: [] });
    await group.append(shop, timed(events.slice(1)));

    const path = logFile(directory.path, '/nova-act/shop', 'shop/run-1');
    expect(relative(directory.path, path)).toBe('nova-act/shop/shop/run-1.jsonl');
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([...events, ...events.slice(1)]);
  });

  it.each([
    ['../../outside', '..'],
    ['/../x/./../..', '../../y'],
    ['..', '../..'],
    ['/', '/'],
  ])('%j with stream %j stays inside its directory', async (group, stream) => {
    using directory = temporaryDirectory();
    const inside = join(directory.path, 'logs');
    await new FileLogGroup(inside).append({ logGroupName: group, logStreamName: stream }, timed(events));

    expect(logFile(inside, group, stream).startsWith(`${inside}/`)).toBe(true);
    expect(await readdir(directory.path)).toEqual(['logs']);
  });

  it('that cannot be written says where', async () => {
    using directory = temporaryDirectory();
    writeFileSync(join(directory.path, 'group'), 'a file is in the way');
    const stream = { logGroupName: 'group', logStreamName: 'stream' };
    const writing = new FileLogGroup(directory.path).append(stream, timed(events));
    await expect(writing).rejects.toBeInstanceOf(LogGroupUnwritable);
    await expect(writing).rejects.toThrow(join(directory.path, 'group', 'stream.jsonl'));
    await expect(writing).rejects.toMatchObject({ mayPass: false });
  });

  it('knows the ids of what it has, and none of what was never written', async () => {
    using directory = temporaryDirectory();
    const group = new FileLogGroup(directory.path);
    expect(await group.newestIds(shop)).toEqual(new Set());
    await group.append(shop, timed(events));
    expect(await group.newestIds(shop)).toEqual(new Set(['first', 'second']));
  });

  it.each([
    ['half of a line', (path: string) => appendFileSync(path, '{"eventId":"thi'), ['first', 'second']],
    [
      'a line without its end',
      (path: string) => appendFileSync(path, '{"eventId":"third"}'),
      ['first', 'second', 'third'],
    ],
    ['half of its only line', (path: string) => truncateSync(path, 20), []],
  ])('goes on with a line of its own where a killed process left %s', async (_what, kill, there) => {
    using directory = temporaryDirectory();
    const group = new FileLogGroup(directory.path);
    await group.append(shop, timed(events));
    const path = logFile(directory.path, '/nova-act/shop', 'shop/run-1');
    kill(path);
    expect(await group.newestIds(shop)).toEqual(new Set(there));

    await group.append(shop, timed([eventAt('2026-01-01T00:00:02.000Z', 'next')]));
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).eventId)).toEqual([...there, 'next']);
  });
});
