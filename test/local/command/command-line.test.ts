import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { commandLine } from '../../../lib/local/command/command-line.ts';
import { problemOfCommandLine } from '../../../lib/local/command/node-version.ts';
import { novaWith } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** What the words of a command line are answered with on standard error, in this process. */
async function answered(...words: string[]): Promise<{ status: number; stderr: string }> {
  let stderr = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => (stderr += String(text)) !== '');
  try {
    return { status: await commandLine(words), stderr };
  } finally {
    spy.mockRestore();
  }
}

/** A Node of another version, as far as it says. */
const saying = (version: string) => ({
  NODE_OPTIONS: `--import=data:text/javascript,Object.defineProperty(process,'version',{value:'${version}'})`,
});

describe('words that make no sense', () => {
  it.each([
    [['--bogus'], 'got no command, allowed: run, replay, stop, '],
    [['list', '--bogus'], '--bogus: is no option of list, allowed: --status, --limit, '],
    [['list', '-x'], '-x: is no option of list, '],
    [['replay', '--resume'], '--resume: is no option of replay, allowed: --to, '],
    [['list', '--limit'], '--limit: got no value, allowed: --limit N, or --limit=-… for one that begins with a dash'],
    [['list', '--region', '--json'], '--region: got no value, allowed: --region REGION, '],
    [['list', '--json=yes'], "--json: got 'yes', allowed: nothing after it"],
    [['list', '--limit=-3'], "--limit: got '-3', allowed: a whole number from 1 to "],
    [['watch'], 'watch: got nothing, allowed: one EXECUTION'],
  ])('%j are refused: %s', async (words, problem) => {
    const { status, stderr } = await answered(...words);
    expect(stderr.slice(0, problem.length)).toBe(problem);
    expect(status).toBe(2);
  });
});

describe('an input that refers to a parameter without a value', () => {
  it.each([
    ['run', 'site', '--param site=URL, or --site MODULE, which starts one'],
    ['start', 'site', '--param site=VALUE'],
    ['run', 'item', '--param item=VALUE'],
  ])('is refused by %s with how to give %s', async (command, name, hint) => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'workflow.json');
    const startingPage = `https://a.test/{{ parameters.${name} }}`;
    writeFileSync(file, JSON.stringify({ startingPage, parameters: { place: 'x' }, acts: [{ prompt: 'x' }] }));
    const { status, stderr } = await answered(command, file);
    expect(stderr).toContain(`\ntry:     ${hint}`);
    expect(status).toBe(2);
  });
});

describe('a Node that is too old', () => {
  it('is refused before it fails to read the source', async () => {
    const { status, stdout, stderr } = await novaWith(saying('v22.18.0'), 'list').ended();
    expect(stderr).toMatch(/^node: v22\.18\.0, needed: 24 or newer\ntry: {5}Install Node 24; /);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('may be older where the package is compiled, and not older than it says', () => {
    expect(problemOfCommandLine('v22.18.0', false)).toBeUndefined();
    expect(problemOfCommandLine('v22.17.1', false)?.found).toBe('v22.17.1, needed: 22.18 or newer');
    expect(problemOfCommandLine('v24.0.0', true)).toBeUndefined();
  });

  it('performs no run, whatever else it may', async () => {
    const { version } = process;
    Object.defineProperty(process, 'version', { value: 'v22.18.0', configurable: true });
    try {
      expect(await answered('run', 'workflow.json')).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/^node: v22\.18\.0, needed: 24 or newer\. Install Node 24/),
      });
    } finally {
      Object.defineProperty(process, 'version', { value: version, configurable: true });
    }
  });
});
