import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '../../run/errors.ts';
import type { Where } from '../aws/locate.ts';
import { isArn } from '../aws/names.ts';
import type { WatchOptions } from '../aws/watch-deployed.ts';
import type { CommandName } from './commands.ts';
import { problemOfRuns } from './node-version.ts';
import type { Values } from './options.ts';
import { printResult } from './print-result.ts';
import { readWorkflowFile } from './read-workflow-file.ts';
import { withParameters } from './with-parameters.ts';
import { withResume, type Resume } from './with-resume.ts';

/** Performs each command; the process's exit status. */
// Each imports what it needs when it is performed: all of it together takes longer to load than most commands take.
export const PERFORM: Readonly<Record<CommandName, (subject: string, values: Values) => Promise<number>>> = {
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

async function run(file: string, values: Values): Promise<number> {
  const problem = problemOfRuns(process.version);
  if (problem !== undefined) throw new InvalidInput([`node: ${problem.found}. ${problem.advice}`]);
  const { runCommand } = await import('./run-command.ts');
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
  const { startDeployed } = await import('../aws/start-deployed.ts');
  const input = withResume(withParameters(readWorkflowFile(file), parameters(values.param)), resumeOf(values));
  return startDeployed(input, { ...watching(values), name: values.name, follow: values.follow });
}

async function watch(execution: string, values: Values): Promise<number> {
  const { watchDeployed } = await import('../aws/watch-deployed.ts');
  return watchDeployed(execution, watching(values));
}

async function list(_: string, values: Values): Promise<number> {
  const { listDeployed } = await import('../aws/list-deployed.ts');
  const { status, limit, json } = values;
  return listDeployed({ ...where(values), status, limit, json });
}

async function tellResult(execution: string, values: Values): Promise<number> {
  const { resultDeployed } = await import('../aws/result-deployed.ts');
  return resultDeployed(execution, { ...where(values), json: values.json });
}

async function diagnose(_: string, values: Values): Promise<number> {
  const { doctor } = await import('../aws/doctor/doctor.ts');
  return doctor({ ...where(values), json: values.json, nodeVersion: process.version });
}

async function stopRunning(execution: string, values: Values): Promise<number> {
  if (isDeployed(execution, values)) {
    const { stopDeployed } = await import('../aws/stop-deployed.ts');
    return stopDeployed(execution, { ...where(values), json: values.json });
  }
  const { stopCommand } = await import('./stop-command.ts');
  const { readFigures } = await import('./read-figures.ts');
  const stopped = await stopCommand({ execution, out: values.out, endpointUrl: values['endpoint-url'] });
  printResult({ result: stopped, figures: await readFigures(values.out, execution) }, values);
  return 0;
}

async function replay(subject: string, values: Values): Promise<number> {
  const { openPage, replayCommand } = await import('./replay-command.ts');
  const page = await replayCommand({ subject: await replayed(subject, values), to: values.to });
  process.stdout.write(`${page}\n`);
  if (process.stdout.isTTY && !values['no-open']) openPage(page);
  return 0;
}

/** What is on this machine is taken as it is; what is on AWS is fetched. */
async function replayed(subject: string, values: Values): Promise<string> {
  if (existsSync(subject) || !isDeployed(subject, values)) return subject;
  const { fetchRun } = await import('../aws/fetch-run.ts');
  return fetchRun(subject, { ...where(values), out: join(values.out, 'aws') });
}

async function serve(_: string, values: Values): Promise<number> {
  const { emulatorCommand } = await import('./emulator-command.ts');
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
