import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { checkInput } from '../../run/check-input.ts';
import { InvalidInput } from '../../run/errors.ts';
import { checkOut } from './check-out.ts';
import { readRepeatedStep } from './repeated-step.ts';
import { checkedToolsModule } from './tools-module.ts';
import { uploadPatterns } from './upload-patterns.ts';
import { readFailure } from '../../run/failure.ts';
import type { LogEvent } from '../../run/log-event.ts';
import type { ActFigures } from '../../run/run-figures.ts';
import type { Execution } from '../../run/run.ts';
import type { WorkflowResult } from '../../run/workflow-result.ts';
import { variableNames } from '../../../lambdas/runtime/configuration.ts';
import { startEmulator } from '../emulator/emulator.ts';
import type { Planner } from '../emulator/planner.ts';
import { checkpointKey } from '../checkpoint-key.ts';
import { LocalCloud } from '../local-cloud.ts';
import { newExecution } from '../new-execution.ts';
import { plainEnglishPlanner } from '../planners/plain-english/plain-english-planner.ts';
import { parseScript, scriptPlanner } from '../planners/script-planner.ts';
import type { ExecutionResult } from '../state-machine/run-state-machine.ts';
import { Progress } from './progress.ts';
import { readFigures } from './read-figures.ts';
import { readResult } from './read-result.ts';
import { readWorkflowFile } from './read-workflow-file.ts';
import { keepEndpoint } from './run-endpoint.ts';
import { withParameters } from './with-parameters.ts';
import { withResume, type Resume } from './with-resume.ts';

export interface RunCommand {
  /** The workflow's file. */
  readonly file: string;
  /** Laid over the file's own parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The failed execution to go on from, and what becomes of the act that failed. */
  readonly resume: Resume;
  /** Another server that speaks the protocol, instead of the embedded emulator. */
  readonly endpointUrl: string | undefined;
  /** A module that exports `startSite`; its address becomes the parameter `site`. */
  readonly site: string | undefined;
  /** A script for the embedded emulator, instead of the plain-English planner. */
  readonly script: string | undefined;
  /** What the embedded emulator does when a step is asked for again. */
  readonly repeatedStep: string | undefined;
  /** Patterns of the files that may be given to pages; relative ones begin in the working directory. */
  readonly allowUploads: readonly string[];
  /** A module that exports `tools`, which the agent may call. */
  readonly tools: string | undefined;
  readonly chromium: string | undefined;
  readonly out: string;
  /** Whether the terminal shows each call as well. */
  readonly verbose: boolean;
  /** Ends the run early. */
  readonly signal: AbortSignal;
}

/** How a run of this machine ended, and where the time of its acts went. */
export interface EndedRun {
  readonly result: WorkflowResult;
  readonly figures: readonly ActFigures[];
}

/** The emulator checks that requests are signed, not by whom: nobody's real keys are used. */
const EMULATOR_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'emulator', AWS_SECRET_ACCESS_KEY: 'emulator' };

/** How long a stopped run may take to be closed. */
const CLOSE_TIMEOUT_MS = 20_000;

const siteModule = z.object({
  startSite: z.custom<() => Promise<{ url: string } & AsyncDisposable>>((value) => typeof value === 'function'),
});

/**
 * Runs a workflow on this machine and tells on standard error how it goes.
 *
 * @throws InvalidInput before anything is started
 */
export async function runCommand(command: RunCommand): Promise<EndedRun> {
  const execution = newExecution();
  await using site = command.site === undefined ? undefined : await startSite(command.site);
  const parameters = { ...command.parameters, ...(site && { site: site.url }) };
  const input = withResume(withParameters(readWorkflowFile(command.file), parameters), command.resume);
  const checked = checkInput(input, execution);
  const planner = plannerOf(command);
  if (command.endpointUrl !== undefined && !/^https?:\/\/[^/]/.test(command.endpointUrl))
    throw new InvalidInput([
      `--endpoint-url: got '${command.endpointUrl}', allowed: an http or https URL, such as http://127.0.0.1:8080`,
    ]);
  const repeatedStep = readRepeatedStep(command.repeatedStep, command.endpointUrl === undefined);
  const allowUploads = uploadPatterns(command.allowUploads);
  const toolsModule = command.tools === undefined ? undefined : await checkedToolsModule(command.tools);
  checkOut(command.out);
  if (command.endpointUrl !== undefined) keepEndpoint(command.out, execution.name, command.endpointUrl);

  using progress = new Progress(process.stderr, command);
  await using emulator = command.endpointUrl === undefined ? await startEmulator({ planner, repeatedStep }) : undefined;
  progress.line(
    emulator === undefined
      ? `service: ${command.endpointUrl}`
      : `service: the embedded emulator; the steps are planned by the ${planner.name}`,
  );
  await using cloud = await LocalCloud.start({
    directory: command.out,
    checkpointKey: checkpointKey(),
    chromiumPath: command.chromium,
    environment: {
      ...(toolsModule !== undefined && { ...callersVariables(), TOOLS_MODULE: toolsModule }),
      ...(emulator === undefined ? variables('AWS_') : EMULATOR_CREDENTIALS),
      ...variables('NOVA_ACT_SECRET_'),
      WORKFLOW_DEFINITION_NAME: 'local',
      LOG_GROUP_NAME: `/nova-act/${checked.workflowDefinitionName ?? 'local'}`,
      AWS_ENDPOINT_URL_NOVA_ACT: emulator?.url ?? command.endpointUrl ?? '',
      REPLAYABLE: String(emulator !== undefined),
      ...(allowUploads.length > 0 && { ALLOW_UPLOADS: allowUploads.join(',') }),
    },
    onLogLine: (line) => tell(line, progress, join(command.out, 'runs', execution.name, 'functions.log')),
  });
  const ended = await cloud.run(execution, input, command.signal);
  if (ended.status === 'ABORTED') await closeStopped(cloud, execution, progress);
  const result = resultOf(readResult(command.out, execution.name), ended);
  return { result, figures: await readFigures(command.out, execution.name) };
}

async function startSite(path: string): Promise<{ url: string } & AsyncDisposable> {
  const module: unknown = await import(pathToFileURL(resolve(path)).href).catch((error: unknown) => {
    throw new InvalidInput([`--site: ${path} cannot be imported (${String(error)})`]);
  });
  const parsed = siteModule.safeParse(module);
  if (!parsed.success) throw new InvalidInput([`--site: ${path} does not export a function startSite`]);
  return parsed.data.startSite();
}

function plannerOf({ script }: RunCommand): Planner {
  return script === undefined ? plainEnglishPlanner : scriptPlanner(parseScript(readWorkflowFile(script)));
}

/** This process's own variables of a prefix: the standard credential chain's, or the secrets. */
function variables(prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

/** What tools may want to know: this process's variables, but for those that mean something to the functions themselves. */
function callersVariables(): Record<string, string> {
  const others = Object.entries(variables('')).filter(
    ([name]) => !variableNames.includes(name) && !/^(AWS|NODE)_/.test(name),
  );
  return Object.fromEntries(others);
}

/** Events are shown; what else the functions write is kept beside the run's artifacts. */
function tell(line: string, progress: Progress, functionLog: string): void {
  const event = logEvent(line);
  if (event !== undefined) return progress.event(event);
  mkdirSync(dirname(functionLog), { recursive: true });
  appendFileSync(functionLog, `${line}\n`);
}

function logEvent(line: string): LogEvent | undefined {
  if (!line.startsWith('{"v":1,')) return undefined;
  const event: LogEvent = JSON.parse(line);
  return event;
}

async function closeStopped(cloud: LocalCloud, execution: Execution, progress: Progress): Promise<void> {
  progress.line('stopped: closing the run');
  const failure = { name: 'RunStopped', cause: 'the run was stopped from the command line' };
  const limit = AbortSignal.timeout(CLOSE_TIMEOUT_MS);
  await Promise.race([
    cloud.close(execution, failure),
    new Promise<void>((done) => {
      limit.addEventListener('abort', () => done(), { once: true });
    }),
  ]);
}

/** What FinalizeRun wrote, unless it failed itself: then the run has failed, as its execution has, whatever its acts gave. */
function resultOf(kept: WorkflowResult | undefined, ended: ExecutionResult): WorkflowResult {
  const hasFailed = ended.status === 'FAILED' || ended.status === 'TIMED_OUT';
  if (kept !== undefined && (kept.status === 'FAILED' || !hasFailed)) return kept;
  const failure = hasFailed
    ? { name: ended.error, cause: ended.cause }
    : { name: 'RunStopped', cause: 'the run was stopped before it could be closed' };
  const error = readFailure(failure);
  if (error.name === 'InvalidInput') throw new InvalidInput(error.message.split('\n'));
  return { timeWorkedSeconds: 0, acts: [], replay: '', ...kept, status: 'FAILED', error };
}
