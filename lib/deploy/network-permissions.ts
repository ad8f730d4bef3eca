import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Effect } from 'aws-cdk-lib/aws-iam';
import type { Permission } from './acknowledge.ts';

/**
 * Lambda joins a network in the name of the function's role, for whose interfaces there are no resources to name. The
 * function's own code may not do the same.
 */
export function networkInterfaces(stack: Stack): Permission[] {
  const actions = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ];
  const anyFunction = stack.formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return [
    { actions, resources: ['*'], reason: 'Lambda makes the interfaces, and their ids are not known before' },
    {
      effect: Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': anyFunction } },
    },
  ];
}
