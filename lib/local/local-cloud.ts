import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonValue } from '../act/json.ts';
import type { Execution } from '../run/run.ts';
import { bundleHandlers, handlers } from '../../lambdas/bundling.ts';
import { LambdaHost } from './lambda-host/lambda-host.ts';
import { isRunning } from './processes.ts';
import { runStateMachine, type ExecutionResult } from './state-machine/run-state-machine.ts';
import { substitute } from './state-machine/substitute.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const DEFINITION = join(PROJECT, 'state-machines', 'run-workflow.asl.json');
const BUNDLES = join(PROJECT, '.cache', 'handlers');
const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:run-workflow';

export interface LocalCloudOptions {
  /** Where journal, artifacts and logs go. */
  readonly directory: string;
  /** Variables for the handlers beside that. */
  readonly environment: Record<string, string>;
  /** Every line the functions write, to standard output or error. */
  readonly onLogLine: (line: string) => void;
}

/** One machine as the cloud: the state machine's definition and the bundled handlers, as they are deployed. */
export class LocalCloud implements AsyncDisposable {
  readonly #host: LambdaHost;
  readonly #definition: unknown;
  readonly #bundles: string;

  private constructor(host: LambdaHost, definition: unknown, bundles: string) {
    this.#host = host;
    this.#definition = definition;
    this.#bundles = bundles;
  }

  static async start({ directory, environment, onLogLine }: LocalCloudOptions): Promise<LocalCloud> {
    const bundles = bundlesDirectory();
    await bundleHandlers(bundles);
    const host = new LambdaHost({
      functions: Object.entries(handlers).map(([name, settings]) => ({
        ...settings,
        name,
        bundle: join(bundles, name, 'index.mjs'),
        environment: { ...environment, LOCAL_DIRECTORY: resolve(directory) },
      })),
      onLogLine: (_, line) => onLogLine(line),
    });
    const placeholders = Object.fromEntries(
      Object.keys(handlers).map((name) => [`${name}FunctionArn`, host.functionArn(name)]),
    );
    const definition: unknown = JSON.parse(substitute(readFileSync(DEFINITION, 'utf8'), placeholders));
    return new LocalCloud(host, definition, bundles);
  }

  /** Runs one execution of the state machine to its end. */
  run(execution: Execution, input: JsonValue, signal: AbortSignal): Promise<ExecutionResult> {
    return runStateMachine({
      definition: this.#definition,
      input,
      execution,
      stateMachineArn: STATE_MACHINE_ARN,
      invokeFunction: (arn, payload) => this.#host.invoke(arn, payload),
      signal,
    });
  }

  /** Closes a run whose execution was stopped: what FinalizeRun does, with the reason given. */
  async close(execution: Execution, failure: { name: string; cause: string }): Promise<void> {
    await this.#host.invoke('FinalizeRun', { execution, failure });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host[Symbol.asyncDispose]();
    rmSync(this.#bundles, { recursive: true, force: true });
  }
}

export function newExecution(name: string): Execution {
  const arn = `arn:aws:states:us-east-1:000000000000:execution:run-workflow:${name}`;
  return { arn, name, startTime: new Date().toISOString() };
}

/** A directory for this process's bundles; those of processes that were killed are removed. */
function bundlesDirectory(): string {
  mkdirSync(BUNDLES, { recursive: true });
  for (const pid of readdirSync(BUNDLES))
    if (!isRunning(Number(pid))) rmSync(join(BUNDLES, pid), { recursive: true, force: true });
  return join(BUNDLES, String(process.pid));
}
