import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

const blockBytes = 512;

/** Fields of a ustar header: offset and length in bytes. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  type: [156, 1],
  prefix: [345, 155],
} as const;

/**
 * Unpacks the files of a tar archive below a directory, with their modes.
 *
 * CDK constructors cannot wait, and the packages that unpack archives all stream; plain ustar is quickly read.
 * @throws Error for anything but files and directories, and for a path that leads out of the directory
 */
export function unpackTar(archive: Buffer, directory: string): void {
  let offset = 0;
  while (offset + blockBytes <= archive.length && archive[offset] !== 0) {
    const header = archive.subarray(offset, offset + blockBytes);
    const path = [text(header, 'prefix'), text(header, 'name')].filter(Boolean).join('/');
    const size = Number.parseInt(text(header, 'size'), 8);
    const start = offset + blockBytes;
    unpackEntry(text(header, 'type'), entryPath(directory, path), Number.parseInt(text(header, 'mode'), 8), () =>
      archive.subarray(start, start + size),
    );
    offset = start + Math.ceil(size / blockBytes) * blockBytes;
  }
}

function unpackEntry(type: string, path: string, mode: number, content: () => Buffer): void {
  if (type === '5') {
    mkdirSync(path, { recursive: true });
    return;
  }
  if (type !== '0' && type !== '') throw new Error(`cannot unpack ${path}: entry type ${JSON.stringify(type)}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content());
  // Not by writeFileSync's own option, which the umask would narrow.
  chmodSync(path, mode);
}

function entryPath(directory: string, path: string): string {
  const target = join(directory, path);
  if (!target.startsWith(directory + sep)) throw new Error(`cannot unpack ${path}: it leads out of ${directory}`);
  return target;
}

function text(header: Buffer, field: keyof typeof fields): string {
  const [start, length] = fields[field];
  const value = header.toString('utf8', start, start + length);
  const end = value.indexOf('\0');
  return end === -1 ? value : value.slice(0, end);
}
