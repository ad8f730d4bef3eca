import { COMMANDS, type CommandName, type CommandText } from './commands.ts';
import { OPTION_TEXTS, type Option } from './options.ts';

const WIDTH = 88;
/** Where the texts of options begin. */
const INDENT = 23;

/** All commands, on one screen. */
export function overview(): string {
  const rows = Object.entries<CommandText>(COMMANDS).map(([name, { subject = '', summary }]) => {
    const usage = `${name} ${subject}`.trimEnd();
    return `  ${usage.padEnd(28)}  ${summary}`;
  });
  return `Usage: nova-act COMMAND [options]

${rows.join('\n')}

nova-act COMMAND --help tells a command's options; docs/command-line.md has examples.
Exit status: 0 it went well; 1 it did not; 2 the input was refused; 3 not over yet.
`;
}

/** One command with its options. */
export function helpOf(name: CommandName): string {
  const { subject = '', text, options, statuses }: CommandText = COMMANDS[name];
  const told = Object.entries(statuses).map(([status, meaning]) => `${status} ${meaning}`);
  const others = [...(1 in statuses ? [] : ['1 something went wrong']), '2 the input was refused'];
  return `${[
    `Usage: nova-act ${name}${subject && ` ${subject}`} [options]`,
    '',
    ...wrapped(text, WIDTH),
    '',
    ...options.flatMap(optionLines),
    '',
    ...wrapped(`Exit status: ${[...told, ...others].join('; ')}.`, WIDTH),
  ].join('\n')}\n`;
}

function optionLines(option: Option): string[] {
  const [value, text] = OPTION_TEXTS[option];
  const usage = `  --${option}${value && ` ${value}`}`;
  const lines = wrapped(text, WIDTH - INDENT).map((line) => ' '.repeat(INDENT) + line);
  const [first = '', ...rest] = lines;
  return usage.length < INDENT ? [usage.padEnd(INDENT) + first.trimStart(), ...rest] : [usage, ...lines];
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
