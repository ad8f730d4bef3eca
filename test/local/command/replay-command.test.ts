import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayCommand } from '../../../lib/local/command/replay-command.ts';
import { execution, runUnderTest } from '../../run/run-under-test.ts';
import { nova } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const one = execution('20260101T000000-aaaaaa');
const two = execution('20260102T000000-bbbbbb');
const input = { startingPage: 'http://a.test', acts: [{ id: 'go', prompt: 'Go' }] };

/** What --out was, with two runs in it. */
let out: string;
let run: Awaited<ReturnType<typeof runUnderTest>>;
let scratch: ReturnType<typeof temporaryDirectory>;

beforeAll(async () => {
  scratch = temporaryDirectory();
  run = await runUnderTest({ Go: [[{ name: 'return', input: ['the answer'] }]] });
  for (const each of [one, two]) {
    await run.create(each, input);
    await run.slice(each);
    await run.finalize(each);
  }
  out = run.directory;
});

afterAll(async () => {
  await run[Symbol.asyncDispose]();
  scratch[Symbol.dispose]();
});

const directoryOf = ({ name }: { name: string }) => join(out, 'runs', name);

describe('nova-act replay', () => {
  it.each([
    ["a run's directory", () => directoryOf(one), one],
    ['the directory of all runs: the newest one', () => join(out, 'runs'), two],
    ['what was given as --out: its newest run', () => out, two],
    ['a replay page', () => join(directoryOf(one), 'replay.html'), one],
    ["the page of a long run's act", () => actPage(), one],
    ['a result.json', () => join(directoryOf(one), 'result.json'), one],
    ['the output of run --json', () => savedOutput(join(directoryOf(one), 'replay.html')), one],
  ])('makes the page anew for %s', async (_, subject, of) => {
    const page = join(directoryOf(of), 'replay.html');
    const before = readFileSync(page, 'utf8');
    const given = subject();
    writeFileSync(page, 'no page');
    expect(await replayCommand({ subject: given, to: undefined })).toBe(page);
    expect(readFileSync(page, 'utf8')).toBe(before);
    expect(before).toContain('the answer');
  });

  it('finds what was printed with a path from the working directory', async () => {
    const subject = savedOutput(relative('', join(directoryOf(one), 'replay.html')));
    expect(await replayCommand({ subject, to: undefined })).toBe(join(directoryOf(one), 'replay.html'));
  });

  it('makes it of a run that broke off as well, and prints where it is, alone', async () => {
    const broken = join(scratch.path, 'broken');
    cpSync(directoryOf(one), broken, { recursive: true });
    for (const file of ['result.json', 'replay.html']) rmSync(join(broken, file));
    const to = join(scratch.path, 'new', 'page.html');
    const { status, stdout, stderr } = await nova('replay', broken, '--to', to).ended();
    expect([status, stdout, stderr]).toEqual([0, `${to}\n`, '']);
    expect(readFileSync(to, 'utf8')).toContain('the answer');
    expect(existsSync(join(broken, 'replay.html'))).toBe(false);
  });

  it.each([
    ['what is not there', () => '/nowhere/at/all', '/nowhere/at/all: there is no such directory or file, allowed: '],
    ['a directory without a run', () => scratchDirectory('empty'), 'empty: has no run, allowed: '],
    ['a file that is no output', () => saved('no output'), 'saved.json: is no output of run --json, allowed: '],
    [
      'an output whose run is on S3',
      () => savedOutput('s3://bucket/runs/one/replay.html'),
      'saved.json: its run is at s3://bucket/runs/one/replay.html; give the ARN of its execution, or a copy of',
    ],
    [
      'an output whose run is gone',
      () => savedOutput('/nowhere/replay.html'),
      'saved.json: names /nowhere/replay.html, which is not there',
    ],
    ['a record that is not JSON', () => recordOf('{"v":1,'), '00001-00001.jsonl, line 1: is not JSON ('],
    [
      'events of another version, which may mean something else',
      () => recordOf('{"v":2,"seq":1,"at":"2026-01-01T00:00:00.000Z","type":"RunRequested"}\n'),
      '00001-00001.jsonl, line 1: is not of a version that is known here (v: ',
    ],
    ['events that are none', () => recordOf('null\n'), 'line 1: is not of a version that is known here (all of it: '],
    ['a result that is none', () => recordOf('', '[]'), 'result.json: is not of a version that is known here'],
  ])('refuses %s, and says what is allowed', async (_, subject, told) => {
    const refused = await replayCommand({ subject: subject(), to: undefined }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'InvalidInput', message: expect.stringContaining(told) });
  });

  it.each([
    ['a directory', () => scratchDirectory('there.html'), 'there.html is a directory, allowed: a file'],
    ['no page', () => 'page.txt', "--to: got 'page.txt', allowed: a file whose name ends in .html"],
    ['what cannot be written', () => `${saved('')}/page.html`, 'cannot be written ('],
  ])('refuses --to %s, and says what is allowed', async (_, to, told) => {
    const refused = await replayCommand({ subject: out, to: to() }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'InvalidInput', message: expect.stringContaining(told) });
  });

  it.each([
    ['nothing', [], 'replay: got nothing, allowed: one DIR|FILE'],
    ['what is not there', ['/nowhere/at/all'], '/nowhere/at/all: there is no such directory or file, allowed: '],
    ["another command's option", ['.', '--json'], '--json: is no option of replay, allowed: --to, --no-open'],
  ])('on the command line ends with status 2 for %s', async (_, args, told) => {
    const { status, stdout, stderr } = await nova('replay', ...args).ended();
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(told);
  });

  it('opens the page with what the system has for that; having none is no error', async () => {
    const opener = join(scratchDirectory('openers'), platform === 'darwin' ? 'open' : 'xdg-open');
    const seen = join(scratch.path, 'seen');
    writeFileSync(opener, `#!/bin/sh\necho "$1" >'${seen}.part' && mv '${seen}.part' '${seen}'\n`);
    chmodSync(opener, 0o755);
    await openedWith(`${dirname(opener)}:/bin:/usr/bin`);
    await expect.poll(() => existsSync(seen) && readFileSync(seen, 'utf8')).toBe('a page.html\n');
    await openedWith('/nowhere');
  });
});

/** Gives the page to whatever a process with this PATH finds to open it with. */
async function openedWith(path: string): Promise<void> {
  const module = new URL('../../../lib/local/command/replay-command.ts', import.meta.url).href;
  const script = `const { openPage } = await import('${module}'); openPage('a page.html');`;
  const environment = { ...process.env, PATH: path };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: environment });
}

function saved(text: string): string {
  const path = join(scratch.path, 'saved.json');
  writeFileSync(path, text);
  return path;
}

function savedOutput(replay: string): string {
  return saved(JSON.stringify({ status: 'SUCCEEDED', acts: [], replay }, undefined, 2));
}

function scratchDirectory(name: string): string {
  const path = join(scratch.path, name);
  mkdirSync(path, { recursive: true });
  return path;
}

function actPage(): string {
  mkdirSync(join(directoryOf(one), 'replay'), { recursive: true });
  const path = join(directoryOf(one), 'replay', '00000-go.html');
  writeFileSync(path, '');
  return path;
}

function recordOf(events: string, result?: string): string {
  const path = scratchDirectory('odd');
  rmSync(path, { recursive: true });
  mkdirSync(join(path, 'events'), { recursive: true });
  writeFileSync(join(path, 'events', '00001-00001.jsonl'), events);
  if (result !== undefined) writeFileSync(join(path, 'result.json'), result);
  return path;
}
