import { randomUUID } from 'node:crypto';
import { textOf } from '../act/text-of.ts';
import { StopFailed } from './errors.ts';
import { endOnSignal } from './signals.ts';
import { connect, type Backend } from './workflow-backend.ts';
import type { WorkflowRun } from './workflow-options.ts';
import type { WorkflowSettings } from './workflow-settings.ts';

/** A run that is there, and the service that has it. */
export interface Entered {
  readonly run: WorkflowRun;
  readonly backend: Backend;
}

/** A run that is to be ended here: by whoever began it, or by the signal that ends the process. */
export class OpenRun implements Entered {
  readonly run: WorkflowRun;
  readonly backend: Backend;
  readonly #ended: () => void;
  #ending: Promise<void> | undefined;
  #endedBy: NodeJS.Signals | undefined;

  constructor({ run, backend }: Entered) {
    this.run = run;
    this.backend = backend;
    this.#ended = endOnSignal('run', async (signal) => {
      if (!this.#ending) this.#endedBy = signal;
      await this.#endOnce('FAILED');
    });
  }

  /** @throws StopFailed */
  async end(status: 'SUCCEEDED' | 'FAILED'): Promise<void> {
    await this.#endOnce(status);
    if (this.#endedBy !== undefined && status === 'SUCCEEDED')
      throw new StopFailed(`${this.#called} was ended FAILED by ${this.#endedBy}, before its body had ended.`);
  }

  async #endOnce(status: 'SUCCEEDED' | 'FAILED'): Promise<void> {
    this.#ending ??= this.#tell(status);
    await this.#ending;
  }

  async #tell(status: 'SUCCEEDED' | 'FAILED'): Promise<void> {
    try {
      await this.backend.service.updateWorkflowRun({ ...this.run, status });
    } catch (cause) {
      throw new StopFailed(`${this.#called} could not be ended as ${status}: ${textOf(cause)}`, { cause });
    } finally {
      this.#ended();
      this.backend[Symbol.dispose]();
    }
  }

  get #called(): string {
    return `The run ${this.run.workflowRunId} of ${this.run.workflowDefinitionName}`;
  }
}

/** A run that another process has created and will end. */
export class Attachment {
  readonly entered: Entered;
  constructor(entered: Entered) {
    this.entered = entered;
  }
}

/**
 * Signs in and creates a run; when that fails, nothing is left open.
 *
 * @throws AuthError, IAMAuthError, or the service's error
 */
export async function createRun(settings: WorkflowSettings): Promise<OpenRun> {
  const { authentication, workflowDefinitionName, modelId, logGroupName } = settings;
  const backend = await connect(authentication);
  try {
    const workflowRunId = await backend.service.createWorkflowRun({
      workflowDefinitionName,
      modelId,
      ...(logGroupName !== undefined && { logGroupName }),
      clientToken: randomUUID(),
    });
    return new OpenRun({ run: { workflowDefinitionName, workflowRunId }, backend });
  } catch (error) {
    backend[Symbol.dispose]();
    throw error;
  }
}
