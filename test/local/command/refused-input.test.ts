import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nova } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

async function run(text: string, ...args: string[]) {
  using directory = temporaryDirectory();
  const file = join(directory.path, 'workflow.json');
  writeFileSync(file, text);
  const ended = await nova('run', file, '--out', join(directory.path, 'out'), ...args).ended();
  return { ...ended, file, left: readdirSync(directory.path) };
}

const good = '{"startingPage":"https://example.com","acts":[{"prompt":"Look"}]}';

describe.concurrent('an input that cannot be run', () => {
  it.each<[string, string, string, string[]]>([
    ['is not JSON', '{\n  "acts": [}\n}', 'workflow.json:2:12: is not JSON', []],
    [
      'has a key twice',
      '{"startingPage":"https://a.test","acts":[{"prompt":"x"},\n{"prompt":"y","prompt":"z"}]}',
      'workflow.json:2:15: has the key "prompt" again, allowed: once',
      [],
    ],
    [
      'has unknown keys',
      '{"startingPage":"https://a.test","acts":[{"prompt":"x","retries":1}],"page":1}',
      'acts.0.retries: unknown key',
      [],
    ],
    [
      'has a log group name outside the pattern',
      '{"startingPage":"https://a.test","acts":[{"prompt":"x"}],"logGroupName":"a b"}',
      'logGroupName: got "a b", allowed:',
      [],
    ],
    ['names an unknown endpoint', good, "--endpoint-url: got 'nowhere'", ['--endpoint-url', 'nowhere']],
    ['has a parameter without a value', good, "--param: got 'site', allowed: KEY=VALUE", ['--param', 'site']],
    [
      'has an output directory that cannot be',
      good,
      '--out: /dev/null/out cannot be written',
      ['--out', '/dev/null/out'],
    ],
    [
      'has an output directory below one in which none is ever made',
      good,
      '--out: /proc/none/out cannot be written',
      ['--out', '/proc/none/out'],
    ],
    [
      'names a script that is none',
      good,
      'script.startingPage: is no script',
      ['--script', 'examples/find-a-price.json'],
    ],
    ['begins with a byte order mark and a mistake', '\uFEFF{]', 'workflow.json:1:2: is not JSON', []],
    ['has terminal codes in it', '{"\\u001b[31mred": 1}', '[31mred: unknown key', []],
    ['lets pages have files in no such way', good, '--allow-upload: "/a/*.txt"', ['--allow-upload', '/a/*.txt']],
    [
      'wants repeated steps answered in no such way',
      good,
      "--repeated-step: got 'again', allowed: new, same, refuse",
      ['--repeated-step', 'again'],
    ],
    [
      'tells another service how to answer',
      good,
      "--repeated-step: got 'same', allowed: nothing with another endpoint than the emulator",
      ['--repeated-step', 'same', '--endpoint-url', 'http://127.0.0.1:9'],
    ],
    ['names tools that are nowhere', good, '--tools: ./nothing.ts: cannot be imported', ['--tools', './nothing.ts']],
    [
      'names a module without tools',
      good,
      '--tools: examples/site/site.ts: exports no `tools`',
      ['--tools', 'examples/site/site.ts'],
    ],
    ['has an unknown option', good, '--bogus', ['--bogus']],
    ['names a site that is none', good, '--site: ./nothing.ts cannot be imported', ['--site', './nothing.ts']],
  ])('because it %s is refused with exit status 2 before anything happens', async (_, text, message, args) => {
    const { status, stdout, stderr, left } = await run(text, ...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('\u001b');
    expect(stdout).toBe('');
    expect(left).toEqual(['workflow.json']);
    expect(status).toBe(2);
  });
});
