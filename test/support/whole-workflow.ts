/* oxlint-disable no-new -- a construct registers itself with its scope */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from '../../lib/deploy/nova-act-workflow.ts';

/** A stack whose workflow was told all that it may be told and that adds to what its roles may do. */
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
