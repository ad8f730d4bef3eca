import { AwsProblem } from '../aws/aws-problem.ts';
import { InvalidInput } from '../../run/errors.ts';
import { COMMANDS, commandOf, type CommandText } from './commands.ts';
import { plain } from './describe-event.ts';
import { helpOf, overview } from './help.ts';
import { misreadOption, parsedArguments, wordsOf } from './options.ts';
import { parameterHints } from './parameter-hints.ts';
import { PERFORM } from './perform.ts';
import { nextAfter } from './print-result.ts';

const HINT = 'nova-act --help tells the commands.\n';
const SHOWN_CHARACTERS = 2_000;

// Whoever reads the output may stop reading; the run goes on and its exit status tells how it ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** Performs what the words of a command line say; the process's exit status. */
export async function commandLine(args: string[]): Promise<number> {
  if (args.length === 0) return refused(overview());
  const words = wordsOf(args);
  const [word, ...subjects] = words.positionals;
  const found = word === undefined ? undefined : commandOf(word);
  if (words.asksForHelp) return printed(found === undefined ? overview() : helpOf(found.name));
  if (word === undefined) return refused(`got no command, allowed: ${Object.keys(COMMANDS).join(', ')}\n${HINT}`);
  if (found === undefined)
    return refused(`'${plain(word)}': is no command, allowed: ${Object.keys(COMMANDS).join(', ')}\n${HINT}`);
  const { name, command } = found;
  const problem = misuse(name, command, subjects, words.options) ?? misreadOption(words);
  if (problem !== undefined) return refused(`${shown(problem)}nova-act ${name} --help tells its options.\n`);
  try {
    return await PERFORM[name](subjects[0] ?? '', parsedArguments(args));
  } catch (error) {
    if (error instanceof InvalidInput)
      return refused([...error.problems, ...parameterHints(name, error.problems)].map(shown).join(''));
    if (error instanceof AwsProblem) return failed(`${shown(error.message)}try:     ${error.advice}\n`);
    // What went wrong before there was a run that could tell of it.
    const thrown = error instanceof Error ? error : { name: 'Error', message: String(error) };
    return failed(`${shown(`${thrown.name}: ${thrown.message}`)}${nextAfter(thrown)}`);
  }
}

/** Why the command cannot be carried out with these; undefined when it can. */
function misuse(
  name: string,
  { subject, options }: CommandText,
  subjects: readonly string[],
  given: readonly { readonly name: string; readonly rawName: string }[],
): string | undefined {
  const foreign = given.find((option) => !options.some((known) => known === option.name));
  if (foreign !== undefined)
    return `${foreign.rawName}: is no option of ${name}, allowed: ${options.map((option) => `--${option}`).join(', ')}`;
  const wanted = subject === undefined ? 0 : 1;
  if (subjects.length === wanted) return undefined;
  return `${name}: got ${subjects.length === 0 ? 'nothing' : subjects.map((each) => `'${each}'`).join(', ')}, allowed: ${subject === undefined ? 'no argument' : `one ${subject}`}`;
}

function shown(line: string): string {
  return `${plain(line, SHOWN_CHARACTERS)}\n`;
}

function printed(text: string): number {
  process.stdout.write(text);
  return 0;
}

function failed(text: string): number {
  process.stderr.write(text);
  return 1;
}

function refused(text: string): number {
  process.stderr.write(text);
  return 2;
}
