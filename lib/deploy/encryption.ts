import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Permission } from './acknowledge.ts';

/** Lets CloudWatch Logs encrypt the log groups of this account with a key. Of a key that was looked up, its owner must. */
export function allowLogs(stack: Stack, key: IKey): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
}

/** What reading and writing takes where a service encrypts with a customer's key, in the name of whoever asks for it. */
const ACTIONS = {
  dynamodb: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
  s3: ['kms:Decrypt', 'kms:GenerateDataKey'],
  secretsmanager: ['kms:Decrypt'],
  states: ['kms:Decrypt'],
} as const;

/** The right to use a key through one service and no other way; nothing where there is no key. */
export function useOf(stack: Stack, key: IKey | undefined, service: keyof typeof ACTIONS): Permission[] {
  if (key === undefined) return [];
  return [
    {
      actions: [...ACTIONS[service]],
      resources: [key.keyArn],
      reason: 'All forms of an operation that the service chooses from; the key is one and named',
      conditions: { StringEquals: { 'kms:ViaService': `${service}.${stack.region}.amazonaws.com` } },
    },
  ];
}
