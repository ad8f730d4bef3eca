import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from 'nova-act-serverless/cdk';

/** A workflow among other things of one's own. */
export class ShopStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { env: { region: 'us-east-1' } });

    const stock = new LambdaFunction(this, 'Stock', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async ({ input }) => ({ item: input.item, inStock: 3 });'),
    });

    const prices = new NovaActWorkflow(this, 'Prices', {
      defaultInput: {
        startingPage: 'https://shop.example.com',
        acts: [
          { id: 'login', fill: { secret: 'shop/password', into: 'Password' } },
          { id: 'price', prompt: 'Return the price of {{ parameters.item }}', schema: { type: 'number' } },
        ],
      },
      guardrails: { allowedDomains: ['*.example.com'] },
      secrets: [Secret.fromSecretNameV2(this, 'Password', 'shop/password')],
      tools: [
        {
          name: 'stock',
          description: 'Tells how many of an item are left. Call it when the page does not say.',
          inputSchema: { type: 'object', properties: { item: { type: 'string' } }, required: ['item'] },
          function: stock,
        },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const starter = new LambdaFunction(this, 'Starter', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {};'),
      environment: { STATE_MACHINE_ARN: prices.stateMachine.stateMachineArn },
    });
    prices.grantStart(starter);
  }
}
