import { randomUUID } from 'node:crypto';
import { connect, type Backend } from './workflow-backend.ts';
import type { WorkflowRun } from './workflow-options.ts';
import type { WorkflowSettings } from './workflow-settings.ts';

/** A run that is there, and the service that has it. */
export interface Entered {
  readonly run: WorkflowRun;
  readonly backend: Backend;
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
export async function createRun(settings: WorkflowSettings): Promise<Entered> {
  const { authentication, workflowDefinitionName, modelId, logGroupName } = settings;
  const backend = await connect(authentication);
  try {
    const workflowRunId = await backend.service.createWorkflowRun({
      workflowDefinitionName,
      modelId,
      ...(logGroupName !== undefined && { logGroupName }),
      clientToken: randomUUID(),
    });
    return { run: { workflowDefinitionName, workflowRunId }, backend };
  } catch (error) {
    backend[Symbol.dispose]();
    throw error;
  }
}
