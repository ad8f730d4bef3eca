import { parseArgs, type ParseArgsConfig } from 'node:util';

/** All options of all commands, as Node parses them. */
export const OPTIONS = {
  param: { type: 'string', multiple: true, default: [] },
  resume: { type: 'string' },
  'repeat-act': { type: 'string' },
  'skip-act': { type: 'string' },
  name: { type: 'string' },
  follow: { type: 'boolean', default: false },
  'endpoint-url': { type: 'string' },
  site: { type: 'string' },
  script: { type: 'string' },
  'repeated-step': { type: 'string' },
  'allow-upload': { type: 'string', multiple: true, default: [] },
  tools: { type: 'string' },
  chromium: { type: 'string' },
  out: { type: 'string', default: '.nova-act' },
  to: { type: 'string' },
  'no-open': { type: 'boolean', default: false },
  stack: { type: 'string' },
  'state-machine': { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  status: { type: 'string' },
  limit: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  port: { type: 'string' },
  definitions: { type: 'string' },
  quotas: { type: 'string' },
  'step-latency': { type: 'string' },
  fault: { type: 'string', multiple: true, default: [] },
  help: { type: 'boolean', short: 'h', default: false },
} satisfies ParseArgsConfig['options'];

export type Option = Exclude<keyof typeof OPTIONS, 'help'>;

/** Of each option its value, if it takes one, and what it does. */
export const OPTION_TEXTS: Readonly<Record<Option, readonly [value: string, text: string]>> = {
  param: ['KEY=VALUE', "a parameter, laid over the file's own; may be repeated"],
  resume: ['EXECUTION', 'goes on after the last completed act of a failed execution'],
  'repeat-act': ['ID', 'the act that failed is performed again, though it had begun to change things'],
  'skip-act': ['ID', 'the act that failed is left as it is'],
  name: ['NAME', 'the name of the execution (default: a new one)'],
  follow: ['', 'tells how it goes, and its result, as watch does'],
  'endpoint-url': [
    'URL',
    'a server that speaks the Nova Act protocol, instead of the emulator (also AWS_ENDPOINT_URL_NOVA_ACT)',
  ],
  site: ['MODULE', 'a module that exports startSite(); it is started and its address becomes the parameter "site"'],
  script: ['FILE', 'what the emulator answers, instead of reading plain English'],
  'repeated-step': [
    'WHAT',
    'what the emulator does when a step is asked for again: "new" plans another one (default), "same", "refuse"',
  ],
  'allow-upload': [
    'PATH',
    "a file that may be given to pages, or all below a directory: '/dir/*'; may be repeated (default: none)",
  ],
  tools: ['MODULE', 'a module that exports the tools the agent may call (docs/tools.md)'],
  chromium: ['PATH', "another Chromium (default: the npm package's)"],
  out: ['DIR', 'where log, replay page and artifacts go (default: .nova-act)'],
  to: ['FILE', "where the replay page goes (default: beside the run's artifacts)"],
  'no-open': ['', 'the replay page is not opened; nor is it where no terminal is'],
  stack: ['NAME', 'the stack whose outputs name the rest (default: NovaActServerlessStack)'],
  'state-machine': ['ARN', "the state machine (default: the stack's)"],
  region: ['REGION', "where the stack is (default: an ARN's, else the standard chain's, else us-east-1)"],
  profile: ['NAME', 'a profile of the AWS configuration (default: the standard credential chain)'],
  status: ['STATUS', 'only those that are RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE'],
  limit: ['N', 'at most so many (default: 20)'],
  verbose: ['', 'each call as it is made, and where the time of each step went'],
  json: ['', 'one JSON document on standard output, and nothing else there'],
  port: ['N', 'where it listens (default: 8765; 0 takes a free one)'],
  definitions: [
    'HOW',
    'a workflow definition exists with its first run: "implied" (default), or by CreateWorkflowDefinition only: "explicit"',
  ],
  quotas: ['aws', 'refuses what is beyond 5 steps, or 100 of another operation, per second (default: none)'],
  'step-latency': ['TIME', 'how long it plans a step: 5s, 500ms (default: none)'],
  fault: [
    'OPERATION:FAULT',
    "what goes wrong with the operation's next request, once; may be repeated. FAULT is an error's name, with the reason and the seconds to wait where it has them (ThrottlingException:7, InternalServerException:InvalidModelGeneration), drop-before, drop-after, slow:5s, broken-json, and of InvokeActStep empty-calls, unknown-call, prefixed-call, wrong-arguments, missing-observation",
  ],
};

/** The words of a command line as they were given, whether or not they may be. */
export function wordsOf(args: string[]): Words {
  const { tokens } = parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true, strict: false });
  const options = tokens.filter((token) => token.kind === 'option');
  return {
    positionals: tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : [])),
    options: options.filter(({ name }) => name !== 'help'),
    asksForHelp: options.some(({ name }) => name === 'help'),
  };
}

interface Words {
  readonly positionals: readonly string[];
  readonly options: readonly GivenOption[];
  readonly asksForHelp: boolean;
}

interface GivenOption {
  readonly name: string;
  /** As it was given: with its dashes. */
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** Of the first option that has no value and takes one, or has one that it does not take; of options that there are. */
export function misreadOption({ options }: Words): string | undefined {
  for (const { name, rawName, value, inlineValue = false } of options) {
    const [, [wanted] = ['']] = Object.entries(OPTION_TEXTS).find(([option]) => option === name) ?? [];
    if (wanted === '' && inlineValue) return `${rawName}: got '${value ?? ''}', allowed: nothing after it`;
    // A word that begins with a dash is the next option, unless it is written together with this one.
    if (wanted !== '' && !inlineValue && (value === undefined || /^-./.test(value)))
      return `${rawName}: got no value, allowed: ${rawName} ${wanted}, or ${rawName}=-… for one that begins with a dash`;
  }
  return undefined;
}

/** The values of a command line that {@link misreadOption} has nothing against. */
export function parsedArguments(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true }).values;
}

export type Values = ReturnType<typeof parsedArguments>;
