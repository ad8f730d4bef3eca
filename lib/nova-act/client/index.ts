/** Names and shapes are those of AWS's own package for this service, so that a swap is this one import. */
export { NovaActClient } from './client.ts';
export type { NovaActClientConfig } from './config.ts';
export { NovaActServiceException } from './exceptions.ts';
export { CreateActCommand } from './operations/create-act.ts';
export { CreateSessionCommand } from './operations/create-session.ts';
export { CreateWorkflowRunCommand } from './operations/create-workflow-run.ts';
export { GetWorkflowRunCommand } from './operations/get-workflow-run.ts';
export { InvokeActStepCommand } from './operations/invoke-act-step.ts';
export { ListWorkflowRunsCommand } from './operations/list-workflow-runs.ts';
export { UpdateActCommand } from './operations/update-act.ts';
export { UpdateWorkflowRunCommand } from './operations/update-workflow-run.ts';
