import { readFileSync } from 'node:fs';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { HandlerName } from '../../lambdas/bundling.ts';

const definitionFile = new URL('../../state-machines/run-workflow.asl.json', import.meta.url);

/** What {@link RunWorkflow} needs to know. */
export interface RunWorkflowProps {
  /** The function of each state, by the state's name. */
  readonly functions: Readonly<Record<HandlerName, IFunction>>;
}

/** The state machine that runs one workflow per execution. */
export class RunWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: RunWorkflowProps) {
    super(scope, id);
    const functionArns = Object.entries(props.functions).map(([name, { functionArn }]) => [name, functionArn] as const);

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      comment: 'Runs one Amazon Nova Act workflow',
      stateMachineType: StateMachineType.STANDARD,
      // The text itself and not an asset, so that the deployed template shows the definition.
      definitionBody: DefinitionBody.fromString(readFileSync(definitionFile, 'utf8')),
      definitionSubstitutions: Object.fromEntries(functionArns.map(([name, arn]) => [`${name}FunctionArn`, arn])),
      // CDK lets the role manage log deliveries and write traces on any resource: neither service takes a narrower one.
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          // Groups of other names are entered one by one in the account's resource policy, which overflows.
          logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}`,
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
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
  }
}
