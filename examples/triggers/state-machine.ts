/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Stack } from 'aws-cdk-lib';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { NovaActRun, NovaActWorkflow } from 'nova-act-serverless/cdk';

/** A state machine of one's own that runs a workflow and goes on with what it found. */
export class StateMachineStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const workflow = new NovaActWorkflow(this, 'Prices');
    const findPrice = NovaActRun.jsonata(this, 'FindPrice', {
      workflow,
      input: {
        startingPage: 'https://shop.example.com',
        parameters: { item: '{% $states.input.item %}' },
        acts: [{ id: 'price', prompt: 'Return the price of {{ parameters.item }}', schema: { type: 'number' } }],
      },
      // What the state passes on: the whole result, unless told otherwise.
      outputs: { price: "{% $states.result.Output.acts[id = 'price'].response %}" },
    });
    const decide = Pass.jsonata(this, 'Decide', { outputs: { buy: '{% $states.input.price < 40 %}' } });
    new StateMachine(this, 'Order', { definitionBody: DefinitionBody.fromChainable(findPrice.next(decide)) });
  }
}
