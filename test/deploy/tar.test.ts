import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackTar } from '../../lib/deploy/tar.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('unpacking an archive', () => {
  it('brings back files with their content and mode, in directories that have no entry of their own', () => {
    using directory = temporaryDirectory();
    const content = 'x'.repeat(513);
    unpackTar(
      archive([
        { name: 'fonts/', type: '5' },
        { name: 'lib/run', mode: 0o755, content },
        { name: 'fonts/empty', content: '' },
        { name: 'last', prefix: 'very/long', content: 'end' },
      ]),
      directory.path,
    );

    expect(readFileSync(join(directory.path, 'lib/run'), 'utf8')).toBe(content);
    expect(statSync(join(directory.path, 'lib/run')).mode & 0o777).toBe(0o755);
    expect(statSync(join(directory.path, 'fonts/empty'))).toMatchObject({ size: 0 });
    expect(readFileSync(join(directory.path, 'very/long/last'), 'utf8')).toBe('end');
  });

  it('refuses a path that leads out of the directory', () => {
    using directory = temporaryDirectory();
    expect(() => unpackTar(archive([{ name: '../escaped', content: '' }]), join(directory.path, 'in'))).toThrow(
      'leads out of',
    );
  });

  it('refuses an entry that is neither file nor directory', () => {
    using directory = temporaryDirectory();
    expect(() => unpackTar(archive([{ name: 'link', type: '2' }]), directory.path)).toThrow('entry type "2"');
  });
});

interface Entry {
  name: string;
  prefix?: string;
  type?: string;
  mode?: number;
  content?: string;
}

function archive(entries: Entry[]): Buffer {
  return Buffer.concat([...entries.map(entryBlocks), Buffer.alloc(1024)]);
}

function entryBlocks({ name, prefix = '', type = '0', mode = 0o644, content = '' }: Entry): Buffer {
  const blocks = Buffer.alloc(512 + Math.ceil(content.length / 512) * 512);
  blocks.write(name, 0);
  blocks.write(mode.toString(8).padStart(7, '0'), 100);
  blocks.write(content.length.toString(8).padStart(11, '0'), 124);
  blocks.write(type, 156);
  blocks.write(prefix, 345);
  blocks.write(content, 512);
  return blocks;
}
