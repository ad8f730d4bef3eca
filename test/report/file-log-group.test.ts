import { writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileLogGroup, logFile } from '../../lib/report/file-log-group.ts';
import { LogGroupUnwritable } from '../../lib/run/errors.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { eventAt } from './events.ts';

const events = [eventAt('2026-01-01T00:00:00.000Z', 'first'), eventAt('2026-01-01T00:00:01.000Z', 'second')];

describe('a log group of this machine', () => {
  it('is a directory, and a stream a file of one event per line that later events are added to', async () => {
    using directory = temporaryDirectory();
    const group = new FileLogGroup(directory.path);
    await group.write('/nova-act/shop', 'shop/run-1', events);
    await group.write('/nova-act/shop', 'shop/run-1', events.slice(1));

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
    await new FileLogGroup(inside).write(group, stream, events);

    expect(logFile(inside, group, stream).startsWith(`${inside}/`)).toBe(true);
    expect(await readdir(directory.path)).toEqual(['logs']);
  });

  it('that cannot be written says where', async () => {
    using directory = temporaryDirectory();
    writeFileSync(join(directory.path, 'group'), 'a file is in the way');
    const writing = new FileLogGroup(directory.path).write('group', 'stream', events);
    await expect(writing).rejects.toBeInstanceOf(LogGroupUnwritable);
    await expect(writing).rejects.toThrow(join(directory.path, 'group', 'stream.jsonl'));
  });
});
