/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Duration, Stack } from 'aws-cdk-lib';
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from 'nova-act-serverless/cdk';

/** A workflow that runs for each event of a kind. */
export class EventRuleStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const workflow = new NovaActWorkflow(this, 'Prices');
    const notStarted = new Queue(this, 'NotStarted', { enforceSSL: true, retentionPeriod: Duration.days(14) });

    new Rule(this, 'PriceWanted', {
      eventPattern: { source: ['shop.prices'], detailType: ['Price Wanted'], detail: { item: Match.exists() } },
      targets: [
        new SfnStateMachine(workflow.stateMachine, {
          input: RuleTargetInput.fromObject({
            requestId: EventField.eventId,
            startingPage: 'https://shop.example.com',
            parameters: { item: EventField.fromPath('$.detail.item') },
            acts: [{ id: 'price', prompt: 'Return the price of {{ parameters.item }}', schema: { type: 'number' } }],
          }),
          maxEventAge: Duration.minutes(15),
          deadLetterQueue: notStarted,
        }),
      ],
    });
  }
}
