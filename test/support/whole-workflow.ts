/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from '../../lib/deploy/nova-act-workflow.ts';

/** A stack whose workflow was told all that adds to what it makes or to what its roles may do. */
export function stackOfWholeWorkflow(scope: Construct): Stack {
  const stack = new Stack(scope, 'Whole', { env: { region: 'us-east-1' } });
  const key = new Key(stack, 'Key', { enableKeyRotation: true });
  new NovaActWorkflow(stack, 'Shop', {
    workflowDefinitionName: 'price-check',
    logGroupPrefix: '/shop/',
    encryptionKey: key,
    secrets: [
      Secret.fromSecretNameV2(stack, 'Password', 'shop/password'),
      Secret.fromSecretAttributes(stack, 'Pin', {
        secretCompleteArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/pin-a1B2c3',
        encryptionKey: key,
      }),
    ],
    guardrails: { allowedDomains: ['*.example.com'] },
    browser: { memory: 4_096, allowHosts: ['intranet.example.com:443'] },
    tools: [
      {
        name: 'order',
        description: 'Orders',
        inputSchema: { type: 'object' },
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:order:live',
      },
    ],
    schedules: {
      Hourly: {
        schedule: ScheduleExpression.rate(Duration.hours(1)),
        input: { startingPage: 'https://shop.example.com', acts: [{ prompt: 'Return the price' }] },
      },
    },
    alarms: { notify: [Topic.fromTopicArn(stack, 'Ops', 'arn:aws:sns:us-east-1:123456789012:ops')] },
    exportBucket: Bucket.fromBucketName(stack, 'Exports', 'trajectories'),
    vpc: Vpc.fromVpcAttributes(stack, 'Network', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['us-east-1a'],
      privateSubnetIds: ['subnet-0123456789abcdef0'],
      privateSubnetRouteTableIds: ['rtb-0123456789abcdef0'],
    }),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return stack;
}
