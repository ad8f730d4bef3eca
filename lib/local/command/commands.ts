import type { Option } from './options.ts';

/** A command as the help and the documentation tell it. */
export interface CommandText {
  /** One line of the overview. */
  readonly summary: string;
  /** Sentences of its own help. */
  readonly text: string;
  /** What its one argument is; absent when it has none. */
  readonly subject?: string;
  readonly options: readonly Option[];
  /** What its exit statuses mean, beside 2: the input was refused, and 1: something went wrong. */
  readonly statuses: Readonly<Record<number, string>>;
}

const INPUT = ['param', 'resume', 'repeat-act', 'skip-act'] as const;
const WHERE = ['stack', 'state-machine', 'region', 'profile'] as const;
const ENDED = { 0: 'SUCCEEDED', 1: 'FAILED' };

export const COMMANDS = {
  run: {
    summary: 'runs a workflow on this machine',
    text: 'Runs the workflow in FILE on this machine: the state machine, the handlers and a headless Chromium, against an emulator of the Nova Act service.',
    subject: 'FILE',
    options: [
      ...INPUT,
      'endpoint-url',
      'site',
      'script',
      'repeated-step',
      'allow-upload',
      'tools',
      'chromium',
      'out',
      'verbose',
      'json',
    ],
    statuses: ENDED,
  },
  replay: {
    summary: "makes a run's replay page anew and opens it",
    text: "Makes a run's replay page anew, also of one that broke off, and opens it: of the run in DIR, or the newest one below it; FILE is a page, a result.json, or what run --json printed (docs/replay.md). An EXECUTION on AWS, by its ARN, or by its name together with --stack or --state-machine, is fetched into the directory aws/NAME of --out first.",
    subject: 'DIR|FILE|EXECUTION',
    options: ['to', 'no-open', ...WHERE, 'out'],
    statuses: { 0: 'the page is there' },
  },
  stop: {
    summary: 'stops a run, of this machine or on AWS',
    text: 'Stops a run: one of this machine by its name, while another process runs it or after that has died; or an execution on AWS, by its ARN, or by its name together with --stack or --state-machine. A run of this machine is closed on the server it was created on, unless --endpoint-url names another.',
    subject: 'EXECUTION',
    options: ['endpoint-url', 'out', ...WHERE, 'json'],
    statuses: { 0: 'it is stopped' },
  },
  start: {
    summary: 'starts a workflow on AWS',
    text: 'Starts the workflow in FILE on the deployed state machine, and prints the execution. To start what runs already, with the same name and input, changes nothing.',
    subject: 'FILE',
    options: [...INPUT, 'name', 'follow', ...WHERE, 'verbose', 'json'],
    statuses: { 0: 'started, or with --follow SUCCEEDED', 1: 'with --follow FAILED', 130: 'ended by Ctrl-C' },
  },
  watch: {
    summary: 'tells how an execution on AWS goes, and its result',
    text: 'Tells how an execution on AWS goes, step by step as its record is written, and its result. EXECUTION is its ARN or its name. Ctrl-C ends the watching; the execution goes on.',
    subject: 'EXECUTION',
    options: [...WHERE, 'verbose', 'json'],
    statuses: { ...ENDED, 130: 'ended by Ctrl-C' },
  },
  list: {
    summary: 'lists executions on AWS',
    text: 'Lists the executions of the deployed state machine, newest first: name, status, start and how long they took.',
    options: ['status', 'limit', ...WHERE, 'json'],
    statuses: { 0: 'listed' },
  },
  result: {
    summary: 'prints the result of an execution on AWS',
    text: 'Prints the result of an execution on AWS, whose ARN or name is EXECUTION; while there is none yet, how it stands.',
    subject: 'EXECUTION',
    options: [...WHERE, 'json'],
    statuses: { ...ENDED, 3: 'it is not over' },
  },
  doctor: {
    summary: 'checks credentials, stack and machine, and says what to do',
    text: 'Checks what runs need, on this machine and on AWS, and says what to do about each problem. It changes nothing.',
    options: ['stack', 'region', 'profile', 'json'],
    statuses: { 0: 'all is well', 1: 'there is a problem' },
  },
  emulator: {
    summary: 'serves the Nova Act protocol on this machine',
    text: 'Serves the Nova Act protocol on 127.0.0.1 until Ctrl-C (docs/emulator.md).',
    options: ['port', 'script', 'repeated-step', 'definitions', 'quotas', 'step-latency', 'fault'],
    statuses: { 0: 'it was ended' },
  },
} as const satisfies Readonly<Record<string, CommandText>>;

export type CommandName = keyof typeof COMMANDS;

/** The command of this name, with its text; undefined when there is none. */
export function commandOf(name: string): { readonly name: CommandName; readonly command: CommandText } | undefined {
  const found = Object.entries(COMMANDS).find(
    (entry): entry is [CommandName, (typeof COMMANDS)[CommandName]] => entry[0] === name,
  );
  return found && { name: found[0], command: found[1] };
}
