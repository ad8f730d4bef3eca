import { SFNClient } from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { printDeployedEnd, printResult } from '../lib/local/command/print-result.ts';
import { plain } from '../lib/local/command/describe-event.ts';
import { emulatorCommand } from '../lib/local/command/emulator-command.ts';
import { readWorkflowFile } from '../lib/local/command/read-workflow-file.ts';
import { runCommand } from '../lib/local/command/run-command.ts';
import { startCommand } from '../lib/local/command/start-command.ts';
import { stopCommand } from '../lib/local/command/stop-command.ts';
import { stopDeployed } from '../lib/local/command/stop-deployed.ts';
import { withParameters } from '../lib/local/command/with-parameters.ts';
import { withResume, type Resume } from '../lib/local/command/with-resume.ts';
import { newExecution } from '../lib/local/new-execution.ts';
import { checkInput } from '../lib/run/check-input.ts';
import { InvalidInput } from '../lib/run/errors.ts';

const USAGE = `Usage: nova-act run FILE [options]
       nova-act start FILE --state-machine ARN [options]
       nova-act stop EXECUTION [--out DIR] [--json]
       nova-act emulator [--port N] [options]

run    Runs the workflow in FILE on this machine: the state machine, the handlers
       and a headless Chromium, against an emulator of the Nova Act service.
start  Starts it on the deployed state machine and waits for its end.
stop   Stops a run: one of this machine by its name, while another process runs it
       or after that has died; or a deployed execution by its ARN.
emulator
       Serves the Nova Act protocol on 127.0.0.1 until Ctrl-C (docs/emulator.md).

  --param KEY=VALUE    a parameter, laid over the file's own; may be repeated
  --resume EXECUTION   goes on after the last completed act of a failed execution
  --repeat-act ID      the act that failed is performed again, though it had begun to
                       change things
  --skip-act ID        the act that failed is left as it is
  --endpoint-url URL   a server that speaks the Nova Act protocol, instead of the
                       emulator (also AWS_ENDPOINT_URL_NOVA_ACT)
  --site MODULE        a module that exports startSite(); it is started and its
                       address becomes the parameter "site"
  --script FILE        what the emulator answers, instead of reading plain English
  --repeated-step WHAT what the emulator does when a step is asked for again: "new"
                       plans another one (default), "same", "refuse"
  --allow-upload PATH  a file that may be given to pages, or all below a directory:
                       '/dir/*'; may be repeated (default: none)
  --tools MODULE       a module that exports the tools the agent may call (docs/tools.md)
  --chromium PATH      another Chromium (default: the npm package's)
  --out DIR            where log, replay page and artifacts go (default: .nova-act)
  --state-machine ARN  the deployed state machine, from the stack's outputs
  --json               the execution's output as JSON on standard output

Of the emulator, beside --script and --repeated-step:
  --port N             where it listens (default: 8765; 0 takes a free one)
  --definitions HOW    a workflow definition exists with its first run: "implied"
                       (default), or by CreateWorkflowDefinition only: "explicit"
  --quotas aws         refuses what is beyond 5 steps, or 100 of another operation,
                       per second (default: none)
  --step-latency TIME  how long it plans a step: 5s, 500ms (default: none)
  --fault OPERATION:FAULT
                       what goes wrong with the operation's next request, once; may
                       be repeated. FAULT is an error's name, with the reason and the
                       seconds to wait where it has them (ThrottlingException:7,
                       InternalServerException:InvalidModelGeneration), drop-before,
                       drop-after, slow:5s, broken-json, and of InvokeActStep
                       empty-calls, unknown-call, prefixed-call, wrong-arguments,
                       missing-observation

Exit status: 0 SUCCEEDED, or the emulator was ended; 1 the run FAILED; 2 the input was
refused.
`;

const HINT = 'nova-act --help tells the commands and their options.\n';

const OPTIONS = {
  param: { type: 'string', multiple: true, default: [] },
  resume: { type: 'string' },
  'repeat-act': { type: 'string' },
  'skip-act': { type: 'string' },
  'endpoint-url': { type: 'string' },
  site: { type: 'string' },
  script: { type: 'string' },
  'repeated-step': { type: 'string' },
  'allow-upload': { type: 'string', multiple: true, default: [] },
  tools: { type: 'string' },
  chromium: { type: 'string' },
  out: { type: 'string', default: '.nova-act' },
  'state-machine': { type: 'string' },
  json: { type: 'boolean', default: false },
  port: { type: 'string' },
  definitions: { type: 'string' },
  quotas: { type: 'string' },
  'step-latency': { type: 'string' },
  fault: { type: 'string', multiple: true, default: [] },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options'];

type Values = Exclude<ReturnType<typeof parsedArguments>, string>['values'];

type Option = keyof typeof OPTIONS;

interface Command {
  readonly perform: (subject: string, values: Values) => Promise<number>;
  /** What its one argument is; absent when it has none. */
  readonly subject?: string;
  readonly options: readonly Option[];
}

const INPUT = ['param', 'resume', 'repeat-act', 'skip-act'] as const;

const COMMANDS: Readonly<Record<string, Command>> = {
  run: {
    perform: run,
    subject: 'FILE',
    options: [
      ...INPUT,
      ...([
        'endpoint-url',
        'site',
        'script',
        'repeated-step',
        'allow-upload',
        'tools',
        'chromium',
        'out',
        'json',
      ] as const),
    ],
  },
  start: { perform: start, subject: 'FILE', options: [...INPUT, 'state-machine', 'json'] },
  stop: { perform: stopRunning, subject: 'EXECUTION', options: ['endpoint-url', 'out', 'json'] },
  emulator: {
    perform: serve,
    options: ['port', 'script', 'repeated-step', 'definitions', 'quotas', 'step-latency', 'fault'],
  },
};
const LOOK_AGAIN_MS = 3_000;
const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL_NOVA_ACT';

// Whoever reads the output may stop reading; the run goes on and its exit status tells how it ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  if (args.length === 0) return refused(USAGE);
  const parsed = parsedArguments(args);
  if (typeof parsed === 'string') return refused(`${parsed}\n${HINT}`);
  const { values, positionals, tokens } = parsed;
  if (values.help) return printed(USAGE);
  const [name = '', ...subjects] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined)
    return refused(`'${plain(name)}': is no command, allowed: ${Object.keys(COMMANDS).join(', ')}\n${HINT}`);
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const problem = misuse(name, command, subjects, given);
  if (problem !== undefined) return refused(`${plain(problem, 2_000)}\n${HINT}`);
  try {
    return await command.perform(subjects[0] ?? '', values);
  } catch (error) {
    if (error instanceof InvalidInput) return refused(error.problems.map((line) => `${plain(line, 2_000)}\n`).join(''));
    // What went wrong before there was a run that could tell of it.
    process.stderr.write(
      `${plain(error instanceof Error ? `${error.name}: ${error.message}` : String(error), 2_000)}\n`,
    );
    return 1;
  }
}

/** Why the command cannot be carried out with these; undefined when it can. */
function misuse(
  name: string,
  { subject, options }: Command,
  subjects: readonly string[],
  given: readonly string[],
): string | undefined {
  const foreign = given.find((option) => !options.some((known) => known === option));
  if (foreign !== undefined)
    return `--${foreign}: is no option of ${name}, allowed: ${options.map((option) => `--${option}`).join(', ')}`;
  const wanted = subject === undefined ? 0 : 1;
  if (subjects.length === wanted) return undefined;
  return `${name}: got ${subjects.length === 0 ? 'nothing' : subjects.map((each) => `'${each}'`).join(', ')}, allowed: ${subject === undefined ? 'no argument' : `one ${subject}`}`;
}

async function run(file: string, values: Values): Promise<number> {
  const result = await runCommand({
    file,
    parameters: parameters(values.param),
    resume: resumeOf(values),
    endpointUrl: endpointUrl(values),
    site: values.site,
    script: values.script,
    repeatedStep: values['repeated-step'],
    allowUploads: values['allow-upload'],
    tools: values.tools,
    chromium: values.chromium,
    out: values.out,
    signal: stopSignal(),
  });
  printResult(result, values);
  if (result.error?.name === 'ServiceUnreachable' && values['endpoint-url'] === undefined && endpointUrl(values))
    process.stderr.write(`The service's address came from ${ENDPOINT_VARIABLE}; without it the emulator is used.\n`);
  return result.status === 'SUCCEEDED' ? 0 : 1;
}

async function start(file: string, values: Values): Promise<number> {
  const stateMachineArn = values['state-machine'];
  if (stateMachineArn === undefined)
    throw new InvalidInput(['--state-machine: is missing, allowed: the ARN among the outputs of the stack']);
  const execution = newExecution();
  const input = withResume(withParameters(readWorkflowFile(file), parameters(values.param)), resumeOf(values));
  checkInput(input, execution);
  const end = await startCommand(
    new SFNClient({}),
    { stateMachineArn, input, name: execution.name },
    async () => sleep(LOOK_AGAIN_MS),
    (arn) => process.stderr.write(`started ${arn}\n`),
  );
  printDeployedEnd(end, values.json);
  return end.status === 'SUCCEEDED' ? 0 : 1;
}

async function stopRunning(execution: string, values: Values): Promise<number> {
  if (execution.startsWith('arn:')) {
    await stopDeployed(new SFNClient({}), execution);
    process.stderr.write(`stopped ${plain(execution, 2_000)}; the stack's closer ends its run and writes its record\n`);
    return 0;
  }
  printResult(await stopCommand({ execution, out: values.out, endpointUrl: endpointUrl(values) }), values);
  return 0;
}

async function serve(_: string, values: Values): Promise<number> {
  const { port, script, definitions, quotas, fault: faults } = values;
  const answers = { repeatedStep: values['repeated-step'], stepLatency: values['step-latency'] };
  const command = { port, script, definitions, quotas, faults, ...answers, signal: stopSignal() };
  await emulatorCommand(command, (line) => process.stderr.write(`${line}\n`));
  return 0;
}

/** Aborts when the process is told to end; told twice, it ends at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));
  return stop.signal;
}

function endpointUrl(values: Values): string | undefined {
  return values['endpoint-url'] ?? process.env[ENDPOINT_VARIABLE];
}

function resumeOf(values: Values): Resume {
  return { execution: values.resume, repeatAct: values['repeat-act'], skipAct: values['skip-act'] };
}

function parsedArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parameters(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (key === undefined || value === undefined)
        throw new InvalidInput([`--param: got '${text}', allowed: KEY=VALUE`]);
      return [key, value];
    }),
  );
}

function printed(text: string): number {
  process.stdout.write(text);
  return 0;
}

function refused(text: string): number {
  process.stderr.write(text);
  return 2;
}
