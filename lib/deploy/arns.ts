import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { novaActRegion } from './setting-values.ts';

/** Of the group of this name in the stack's region; a pattern of names works as well. */
export function logGroupArn(stack: Stack, name: string): string {
  return stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** The definition lies where the service is, whatever the stack's region. */
export function workflowDefinitionArn(stack: Stack, workflowDefinitionName: string): string {
  return stack.formatArn({
    service: 'nova-act',
    region: novaActRegion,
    resource: 'workflow-definition',
    resourceName: workflowDefinitionName,
  });
}
