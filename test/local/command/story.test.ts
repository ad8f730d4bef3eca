import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nova } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const look = [
  { name: 'think', input: ['Look around'] },
  { name: 'wait', input: [0.2] },
  { name: 'takeObservation', input: [] },
];
const script = { Look: [look, [{ name: 'return', input: ['"seen"'] }]], Stay: [look, look] };
const LONG = 'an-act-whose-id-is-as-long-as-an-id-may';
const workflow = {
  startingPage: 'about:blank',
  acts: [
    { id: 'look', prompt: 'Look', schema: { type: 'string' } },
    { id: LONG, prompt: 'Stay', maxSteps: 1 },
  ],
};

async function run(...args: string[]) {
  using directory = temporaryDirectory();
  const file = (name: string, content: object) => {
    writeFileSync(join(directory.path, name), JSON.stringify(content));
    return join(directory.path, name);
  };
  const files = [file('workflow.json', workflow), '--script', file('script.json', script)];
  return await nova('run', ...files, '--out', join(directory.path, 'out'), ...args).ended();
}

/** The cells of each line of the table. */
function table(stdout: string): string[][] {
  const lines = stdout.split('\n');
  const head = lines.findIndex((line) => line.startsWith('act '));
  const end = lines.indexOf('', head);
  return lines.slice(head, end).map((line) => line.trim().split(/ {2,}/));
}

describe.concurrent('a run on the command line', () => {
  it('ends with a table of acts and where their time went, the answers, and the one thing to try next', async () => {
    const { status, stdout, stderr } = await run();
    expect(status).toBe(1);
    expect(stdout).toContain(
      `FAILED  ActExceededMaxStepsError in act ${LONG}\n  the agent did not return within 1 step(s)`,
    );
    const [head, first = [], long = [], total = []] = table(stdout);
    expect(head).toEqual(['act', 'status', 'steps', 'seconds', 'model', 'browser', 'settle', 'overhead']);
    expect(first.slice(0, 3)).toEqual(['look', 'SUCCEEDED', '2']);
    expect(long.slice(0, 3)).toEqual([expect.stringMatching(/^an-act-.*…$/), 'FAILED', '1']);
    expect(total.slice(0, 2)).toEqual(['total', '3']);
    for (const [seconds = NaN, ...parts] of [first.slice(3), long.slice(3), total.slice(2)].map((row) =>
      row.map(Number),
    )) {
      expect(seconds).toBeGreaterThanOrEqual(0.2);
      // Each is rounded to a tenth.
      expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - seconds)).toBeLessThanOrEqual(0.4);
    }
    const lines = stdout.trimEnd().split('\n');
    expect(
      lines
        .filter((line) => line.startsWith('act ') || /SUCCEEDED|total/.test(line))
        .every((line) => line.length <= 80),
    ).toBe(true);
    expect(lines).toContain('answer:  look: "seen"');
    expect(lines.at(-1)).toBe('try:     Give the act more steps (maxSteps) or divide it.');
    expect(stderr).toContain('  step 1: Look around');
    expect(stderr).not.toContain('takeObservation');
  });

  it('tells with --verbose each call with its arguments and its time, and where the time of each step went', async () => {
    const { stderr } = await run('--verbose', '--json');
    expect(stderr).toMatch(/ {4}think \["Look around"\] \(\d+\.\d s\)\n/);
    expect(stderr).toMatch(/ {4}wait \[0\.2\] \(0\.\d s\)\n/);
    expect(stderr).toMatch(
      / {4}time of step 1: model \d+\.\d s, browser \d+\.\d s, (settle \d+\.\d s, )?overhead \d+\.\d s\n/,
    );
    const steps = [...stderr.matchAll(/time of step (\d)/g)].map(([, step]) => step);
    expect(steps).toEqual(['1', '2', '1']);
  });
});
