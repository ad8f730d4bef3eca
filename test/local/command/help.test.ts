import { expect, it } from 'vitest';
import { COMMANDS, commandOf, type CommandText } from '../../../lib/local/command/commands.ts';
import { helpOf, overview } from '../../../lib/local/command/help.ts';
import { OPTION_TEXTS } from '../../../lib/local/command/options.ts';

const commands = Object.entries<CommandText>(COMMANDS);

it('the overview tells every command and fits one screen', () => {
  const lines = overview().split('\n');
  expect(lines.length).toBeLessThanOrEqual(24);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(90);
  for (const [name, { summary }] of commands)
    expect(lines.find((line) => line.startsWith(`  ${name} `))).toContain(summary);
});

it.each(commands.map(([name]) => name))(
  'the help of %s tells each of its options, no other, and its exit statuses',
  (name) => {
    const found = commandOf(name);
    if (found === undefined) throw new Error('it is no command');
    const help = helpOf(found.name);
    const told = [...help.matchAll(/^ {2}--(\S+)/gm)].map(([, option]) => option);
    expect(told).toEqual(found.command.options);
    for (const status of [0, 1, 2, ...Object.keys(found.command.statuses)])
      expect(help).toMatch(new RegExp(`\\s${status} `));
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(88);
  },
);

it('every option belongs to a command', () => {
  const used = new Set<string>(commands.flatMap(([, { options }]) => options));
  expect(Object.keys(OPTION_TEXTS).filter((option) => !used.has(option))).toEqual([]);
});
