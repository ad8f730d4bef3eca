// What an app of one's own builds with: the construct and what belongs to it.
export type { DefaultInput, DeployedBrowser, DeployedGuardrails } from '../../lambdas/deployed-defaults.ts';
export type { DeployedTool } from '../../lambdas/deployed-tools.ts';
export type { WorkflowAlarms, WorkflowAlarmsProps } from './alarms.ts';
export type { ExecutionEventOptions } from './execution-rule.ts';
export { NovaActWorkflow } from './nova-act-workflow.ts';
export {
  NovaActRun,
  type NovaActRunJsonataProps,
  type NovaActRunJsonPathProps,
  type NovaActRunOptions,
} from './run-task.ts';
export { ContextError } from './setting-values.ts';
export type { NovaActWorkflowProps, WorkflowBrowser, WorkflowTool } from './workflow-props.ts';
export type { WorkflowScheduleProps } from './workflow-schedule.ts';
