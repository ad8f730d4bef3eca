import { readFileSync } from 'node:fs';
import { Names, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  CustomerManagedEncryptionConfiguration,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { HandlerName } from '../../lambdas/bundling.ts';

const definitionFile = new URL('../../state-machines/run-workflow.asl.json', import.meta.url);

/** What {@link RunWorkflow} needs to know. */
export interface RunWorkflowProps {
  /** The function of each state, by the state's name. */
  readonly functions: Readonly<Record<HandlerName, IFunction>>;
  /** @default - a key that AWS keeps */
  readonly encryptionKey?: IKey | undefined;
}

/** The state machine that runs one workflow per execution. */
export class RunWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: RunWorkflowProps) {
    super(scope, id);
    const { encryptionKey } = props;
    // Of the workflow, which is this construct's parent: one name for each workflow of each stack.
    const uniqueName = Names.uniqueResourceName(scope, {
      maxLength: 80,
      separator: '-',
      allowedSpecialCharacters: '-_',
    });
    const functionArns = Object.entries(props.functions).map(([name, { functionArn }]) => [name, functionArn] as const);

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      comment: 'Runs one Amazon Nova Act workflow',
      stateMachineType: StateMachineType.STANDARD,
      // The text itself and not an asset, so that the deployed template shows the definition.
      definitionBody: DefinitionBody.fromString(readFileSync(definitionFile, 'utf8')),
      definitionSubstitutions: Object.fromEntries(functionArns.map(([name, arn]) => [`${name}FunctionArn`, arn])),
      tracingEnabled: true,
      // CDK lets the role use the key for the machine of this name, and for one without a name for none.
      ...(encryptionKey !== undefined && {
        stateMachineName: uniqueName,
        encryptionConfiguration: new CustomerManagedEncryptionConfiguration(encryptionKey),
      }),
      logs: {
        destination: new LogGroup(this, 'Logs', {
          // Groups of other names are entered one by one in the account's resource policy, which overflows.
          logGroupName: `/aws/vendedlogs/states/${uniqueName}`,
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
          ...(encryptionKey !== undefined && { encryptionKey }),
        }),
        level: LogLevel.ERROR,
        // Inputs and answers may hold personal data.
        includeExecutionData: false,
      },
    });
    // CDK's own grant would also cover every version and alias, which nobody invokes.
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: functionArns.map(([, arn]) => arn) }),
    );
    acknowledge(
      this.stateMachine,
      'SF1',
      "The run's own events are its record, each state is in the execution's history for 90 days, and errors are logged",
    );
    acknowledge(
      this.stateMachine,
      'IAM5[Resource::*]',
      'Neither the delivery of logs nor X-Ray takes a narrower resource',
    );
  }
}
