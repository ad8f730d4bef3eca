import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  type FunctionOptions,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, type Permission, permit } from './acknowledge.ts';
import { type DeployedHandlerName, deployedHandlers } from '../../lambdas/bundling.ts';

/** Runtime and processor of all functions; the layer's Chromium is built for this processor only. */
export const runtime = Runtime.NODEJS_24_X;
export const architecture = Architecture.X86_64;

/** What {@link HandlerFunction} needs to know. */
export interface HandlerFunctionProps {
  /** Which handler; its time limit and memory come from the table beside the handlers. */
  readonly handler: DeployedHandlerName;
  /** Directory with the bundled `index.mjs`. */
  readonly bundleDirectory: string;
  /** Environment variables that all handlers read. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything the handler may do, except writing its own log and traces. */
  readonly permissions: readonly Permission[];
  /** Of its own log. @default - a key that AWS keeps */
  readonly encryptionKey?: IKey | undefined;
  /** @default - only what every function gets */
  readonly options?: FunctionOptions;
}

/** One handler as a Lambda function, with a role and a log group of its own. */
export class HandlerFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { timeoutSeconds, memoryMegabytes } = deployedHandlers[props.handler];

    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      // For finding faults; the record of the runs is in the group that is kept.
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.encryptionKey !== undefined && { encryptionKey: props.encryptionKey }),
    });
    // A role of our own, because CDK's comes with a managed policy that may write every log of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    for (const permission of props.permissions) permit(role, permission);
    // CDK lets the role write traces.
    acknowledge(role, 'IAM5[Resource::*]', 'X-Ray has no resources to name');

    this.role = role;
    this.function = new LambdaFunction(this, 'Function', {
      ...props.options,
      description: `${props.handler} of a Nova Act workflow`,
      runtime,
      architecture,
      code: Code.fromAsset(props.bundleDirectory),
      handler: 'index.handler',
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: props.options?.memorySize ?? memoryMegabytes,
      environment: { ...props.environment, ...props.options?.environment, NODE_OPTIONS: '--enable-source-maps' },
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
    });
  }
}
