/* oxlint-disable no-new -- a construct registers itself with its scope */
import { fileURLToPath } from 'node:url';
import { Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from 'nova-act-serverless/cdk';

/** A workflow that a function of one's own starts. */
export class LambdaStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const workflow = new NovaActWorkflow(this, 'Prices');
    const starter = new NodejsFunction(this, 'Starter', {
      entry: fileURLToPath(new URL('start-prices.ts', import.meta.url)),
      runtime: Runtime.NODEJS_24_X,
      environment: { STATE_MACHINE_ARN: workflow.stateMachine.stateMachineArn },
    });
    workflow.grantStart(starter);
  }
}
