import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonValue } from '../act/json.ts';
import { chromiumFromPackage } from '../browser/chromium-package.ts';
import type { Execution } from '../run/run.ts';
import { bundleHandlers, type HandlerName, handlers, prebuiltBundles, stopBundler } from '../../lambdas/bundling.ts';
import type { InvocationResult } from './lambda-host/invocation-result.ts';
import { LambdaHost } from './lambda-host/lambda-host.ts';
import { isRunning } from './processes.ts';
import { runStateMachine, type ExecutionResult } from './state-machine/run-state-machine.ts';
import { substitute } from './state-machine/substitute.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const DEFINITION = join(PROJECT, 'state-machines', 'run-workflow.asl.json');
const WORKSPACE = /^nova-act-local-(\d+)-/;
const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:run-workflow';

export interface LocalCloudOptions {
  /** Where journal, artifacts and logs go. */
  readonly directory: string;
  /** Of 32 bytes: seals what the journal keeps of a browser. */
  readonly checkpointKey: Uint8Array;
  /** Default: the Chromium of the npm package. */
  readonly chromiumPath: string | undefined;
  /** Variables for the handlers beside these. */
  readonly environment: Record<string, string>;
  /** Every line the functions write, to standard output or error. */
  readonly onLogLine: (line: string) => void;
  /** Where `bundleHandlers` put them before. Default: those of the package, else they are bundled for this cloud alone. */
  readonly bundles?: string | undefined;
}

/** One machine as the cloud: the state machine's definition and the bundled handlers, as they are deployed. */
export class LocalCloud implements AsyncDisposable {
  readonly #host: LambdaHost;
  readonly #definition: unknown;
  readonly #workspace: string;

  private constructor(host: LambdaHost, definition: unknown, workspace: string) {
    this.#host = host;
    this.#definition = definition;
    this.#workspace = workspace;
  }

  /** @throws BrowserStartFailed when the package's Chromium cannot be unpacked */
  static async start(options: LocalCloudOptions): Promise<LocalCloud> {
    const workspace = openWorkspace();
    try {
      const [chromiumPath, bundles] = await Promise.all([
        options.chromiumPath ?? chromiumFromPackage(),
        options.bundles ?? prebuiltBundles() ?? bundledIn(workspace),
      ]);
      const host = new LambdaHost({
        functions: Object.entries(handlers).map(([name, settings]) => ({
          ...settings,
          name,
          bundle: join(bundles, name, 'index.mjs'),
          environment: {
            ...options.environment,
            TMPDIR: workspace,
            CHROMIUM_PATH: resolve(chromiumPath),
            LOCAL_DIRECTORY: resolve(options.directory),
            CHECKPOINT_KEY: Buffer.from(options.checkpointKey).toString('base64'),
            ALLOW_LOOPBACK: 'true',
          },
        })),
        onLogLine: (_, line) => options.onLogLine(line),
      });
      const placeholders = Object.fromEntries(
        Object.keys(handlers).map((name) => [`${name}FunctionArn`, host.functionArn(name)]),
      );
      const definition: unknown = JSON.parse(substitute(readFileSync(DEFINITION, 'utf8'), placeholders));
      return new LocalCloud(host, definition, workspace);
    } catch (error) {
      rmSync(workspace, { recursive: true, force: true });
      throw error;
    }
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

  /** Invokes a handler once, as its state would. */
  invoke(name: HandlerName, payload: JsonValue): Promise<InvocationResult> {
    return this.#host.invoke(name, payload);
  }

  /** Closes a run whose execution was stopped: nothing acts for it any more, and FinalizeRun is given the reason. */
  async close(execution: Execution, failure: { name: string; cause: string }): Promise<void> {
    await this.#host.stop('PerformSteps');
    await this.#host.invoke('FinalizeRun', { execution, failure });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host[Symbol.asyncDispose]();
    rmSync(this.#workspace, { recursive: true, force: true });
  }
}

async function bundledIn(workspace: string): Promise<string> {
  await bundleHandlers(workspace);
  await stopBundler();
  return workspace;
}

/** A directory for this process's bundles and temporary files; those of processes that were killed are removed. */
function openWorkspace(): string {
  for (const name of readdirSync(tmpdir())) {
    const owner = WORKSPACE.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner)))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), `nova-act-local-${process.pid}-`));
}
