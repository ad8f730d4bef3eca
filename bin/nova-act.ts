#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsProblem } from '../lib/local/aws/aws-problem.ts';
import { isArn } from '../lib/local/aws/names.ts';
import type { Where } from '../lib/local/aws/locate.ts';
import type { WatchOptions } from '../lib/local/aws/watch-deployed.ts';
import { type CommandName, COMMANDS, commandOf, type CommandText } from '../lib/local/command/commands.ts';
import { plain } from '../lib/local/command/describe-event.ts';
import { helpOf, overview } from '../lib/local/command/help.ts';
import { parsedArguments, type Values } from '../lib/local/command/options.ts';
import { nextAfter, printResult } from '../lib/local/command/print-result.ts';
import { readWorkflowFile } from '../lib/local/command/read-workflow-file.ts';
import { withParameters } from '../lib/local/command/with-parameters.ts';
import { withResume, type Resume } from '../lib/local/command/with-resume.ts';
import { InvalidInput } from '../lib/run/errors.ts';

const HINT = 'nova-act --help tells the commands.\n';

// Each imports what it needs when it is performed: all of it together takes longer to load than most commands take.
const PERFORM: Readonly<Record<CommandName, (subject: string, values: Values) => Promise<number>>> = {
  run,
  replay,
  stop: stopRunning,
  start,
  watch,
  list,
  result: tellResult,
  doctor: diagnose,
  emulator: serve,
};
const LOOK_AGAIN_MS = 3_000;
const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL_NOVA_ACT';

// Whoever reads the output may stop reading; the run goes on and its exit status tells how it ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  if (args.length === 0) return refused(overview());
  const parsed = parsedArguments(args);
  if (typeof parsed === 'string') return refused(`${parsed}\n${HINT}`);
  const { values, positionals, tokens } = parsed;
  const [word = '', ...subjects] = positionals;
  const found = commandOf(word);
  if (values.help) return printed(found === undefined ? overview() : helpOf(found.name));
  if (found === undefined)
    return refused(`'${plain(word)}': is no command, allowed: ${Object.keys(COMMANDS).join(', ')}\n${HINT}`);
  const { name, command } = found;
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const problem = misuse(name, command, subjects, given);
  if (problem !== undefined) return refused(`${plain(problem, 2_000)}\nnova-act ${name} --help tells its options.\n`);
  try {
    return await PERFORM[name](subjects[0] ?? '', values);
  } catch (error) {
    if (error instanceof InvalidInput) return refused(error.problems.map((line) => `${plain(line, 2_000)}\n`).join(''));
    if (error instanceof AwsProblem) return failed(`${plain(error.message, 2_000)}\ntry:     ${error.advice}\n`);
    // What went wrong before there was a run that could tell of it.
    const thrown = error instanceof Error ? error : { name: 'Error', message: String(error) };
    return failed(`${plain(`${thrown.name}: ${thrown.message}`, 2_000)}\n${nextAfter(thrown)}`);
  }
}

/** Why the command cannot be carried out with these; undefined when it can. */
function misuse(
  name: string,
  { subject, options }: CommandText,
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
  const { runCommand } = await import('../lib/local/command/run-command.ts');
  const ended = await runCommand({
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
    verbose: values.verbose,
    signal: stopSignal(),
  });
  const { result } = ended;
  if (result.error?.name === 'ServiceUnreachable' && values['endpoint-url'] === undefined && endpointUrl(values))
    process.stderr.write(`The service's address came from ${ENDPOINT_VARIABLE}; without it the emulator is used.\n`);
  printResult(ended, values);
  return result.status === 'SUCCEEDED' ? 0 : 1;
}

async function start(file: string, values: Values): Promise<number> {
  const { startDeployed } = await import('../lib/local/aws/start-deployed.ts');
  const input = withResume(withParameters(readWorkflowFile(file), parameters(values.param)), resumeOf(values));
  return startDeployed(input, { ...watching(values), name: values.name, follow: values.follow });
}

async function watch(execution: string, values: Values): Promise<number> {
  const { watchDeployed } = await import('../lib/local/aws/watch-deployed.ts');
  return watchDeployed(execution, watching(values));
}

async function list(_: string, values: Values): Promise<number> {
  const { listDeployed } = await import('../lib/local/aws/list-deployed.ts');
  const { status, limit, json } = values;
  return listDeployed({ ...where(values), status, limit, json });
}

async function tellResult(execution: string, values: Values): Promise<number> {
  const { resultDeployed } = await import('../lib/local/aws/result-deployed.ts');
  return resultDeployed(execution, { ...where(values), json: values.json });
}

async function diagnose(_: string, values: Values): Promise<number> {
  const { doctor } = await import('../lib/local/aws/doctor/doctor.ts');
  return doctor({ ...where(values), json: values.json, nodeVersion: process.version });
}

async function stopRunning(execution: string, values: Values): Promise<number> {
  if (isDeployed(execution, values)) {
    const { stopDeployed } = await import('../lib/local/aws/stop-deployed.ts');
    return stopDeployed(execution, { ...where(values), json: values.json });
  }
  const { stopCommand } = await import('../lib/local/command/stop-command.ts');
  const { readFigures } = await import('../lib/local/command/read-figures.ts');
  const stopped = await stopCommand({ execution, out: values.out, endpointUrl: values['endpoint-url'] });
  printResult({ result: stopped, figures: await readFigures(values.out, execution) }, values);
  return 0;
}

async function replay(subject: string, values: Values): Promise<number> {
  const { openPage, replayCommand } = await import('../lib/local/command/replay-command.ts');
  const page = await replayCommand({ subject: await replayed(subject, values), to: values.to });
  process.stdout.write(`${page}\n`);
  if (process.stdout.isTTY && !values['no-open']) openPage(page);
  return 0;
}

/** What is on this machine is taken as it is; what is on AWS is fetched. */
async function replayed(subject: string, values: Values): Promise<string> {
  if (existsSync(subject) || !isDeployed(subject, values)) return subject;
  const { fetchRun } = await import('../lib/local/aws/fetch-run.ts');
  return fetchRun(subject, { ...where(values), out: join(values.out, 'aws') });
}

async function serve(_: string, values: Values): Promise<number> {
  const { emulatorCommand } = await import('../lib/local/command/emulator-command.ts');
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

/** Whether an execution is meant that is on AWS: names alone are of this machine. */
function isDeployed(execution: string, values: Values): boolean {
  return isArn(execution) || values.stack !== undefined || values['state-machine'] !== undefined;
}

function where({ region, profile, stack, 'state-machine': stateMachine }: Values): Where {
  return { region, profile, stack, stateMachine };
}

function watching(values: Values): WatchOptions {
  const signal = stopSignal();
  const pause = async () => sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  return { ...where(values), verbose: values.verbose, json: values.json, pause, signal };
}

function endpointUrl(values: Values): string | undefined {
  return values['endpoint-url'] ?? process.env[ENDPOINT_VARIABLE];
}

function resumeOf(values: Values): Resume {
  return { execution: values.resume, repeatAct: values['repeat-act'], skipAct: values['skip-act'] };
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

function failed(text: string): number {
  process.stderr.write(text);
  return 1;
}

function refused(text: string): number {
  process.stderr.write(text);
  return 2;
}
