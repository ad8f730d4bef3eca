import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkInput } from '../../lib/run/check-input.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const guide = readFileSync(`${project}/docs/triggers.md`, 'utf8');
const files = globSync('examples/triggers/*.ts', { cwd: project });

/** Without its indentation, which the guide leaves out. */
const flat = (code: string) => `\n${code.replaceAll(/^ +/gm, '').trim()}\n`;
const examples = files.map((file) => flat(readFileSync(`${project}/${file}`, 'utf8')));

function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);
}

describe('the guide to triggers', () => {
  it.each(blocks('ts').map((code) => [code.split('\n')[0], code]))('shows what an example has: %s', (_, code) => {
    expect(examples.filter((example) => example.includes(flat(code)))).not.toEqual([]);
  });

  it('names each example', () => {
    expect(files.filter((file) => !guide.includes(`\`${file.replace('examples/triggers/', '')}\``))).toEqual([]);
  });

  it.each(blocks('json'))('shows an input for the console that can be run: %s', (input) => {
    const execution = { name: 'some', startTime: '2026-01-01T00:00:00.000Z' };
    expect(checkInput(JSON.parse(input), execution).acts).toHaveLength(1);
  });
});
