/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from 'nova-act-serverless/cdk';

/** A workflow that runs for each message of a queue. */
export class QueueStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const workflow = new NovaActWorkflow(this, 'Prices');
    const notStarted = new Queue(this, 'NotStarted', { enforceSSL: true, retentionPeriod: Duration.days(14) });
    const wanted = new Queue(this, 'Wanted', {
      enforceSSL: true,
      deadLetterQueue: { queue: notStarted, maxReceiveCount: 5 },
    });

    // A pipe hands a state machine a list, even of one message, and a run has one input: so each becomes an event first.
    const messages = new EventBus(this, 'Messages');
    const pipeRole = new Role(this, 'PipeRole', {
      assumedBy: new ServicePrincipal('pipes.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    const reading = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    pipeRole.addToPolicy(new PolicyStatement({ actions: reading, resources: [wanted.queueArn] }));
    messages.grantPutEventsTo(pipeRole);
    const pipe = new CfnPipe(this, 'Pipe', {
      roleArn: pipeRole.roleArn,
      source: wanted.queueArn,
      target: messages.eventBusArn,
      targetParameters: {
        eventBridgeEventBusParameters: { source: 'prices.queue', detailType: 'Price Wanted' },
        inputTemplate: '{ "messageId": <$.messageId>, "item": <$.body.item> }',
      },
    });
    // A pipe is not made by a role that may not do its work yet.
    pipe.node.addDependency(pipeRole);

    new Rule(this, 'PriceWanted', {
      eventBus: messages,
      eventPattern: { source: ['prices.queue'] },
      targets: [
        new SfnStateMachine(workflow.stateMachine, {
          input: RuleTargetInput.fromObject({
            requestId: EventField.fromPath('$.detail.messageId'),
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
