/* oxlint-disable no-new -- a construct registers itself with its scope */
import { Duration, Stack } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { NovaActWorkflow } from 'nova-act-serverless/cdk';

/** A workflow that runs for each object that is put into a bucket. */
export class UploadStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const workflow = new NovaActWorkflow(this, 'Invoices');
    const notStarted = new Queue(this, 'NotStarted', { enforceSSL: true, retentionPeriod: Duration.days(14) });

    const uploads = new Bucket(this, 'Uploads', {
      eventBridgeEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
    });
    new Rule(this, 'Uploaded', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [uploads.bucketName] }, object: { key: [{ prefix: 'invoices/' }] } },
      },
      targets: [
        new SfnStateMachine(workflow.stateMachine, {
          input: RuleTargetInput.fromObject({
            // Of the upload: another one of the same key is another request.
            requestId: `${EventField.fromPath('$.detail.request-id')}/${EventField.fromPath('$.detail.object.sequencer')}`,
            startingPage: 'https://books.example.com',
            parameters: { key: EventField.fromPath('$.detail.object.key') },
            acts: [{ prompt: 'Add an invoice, type "{{ parameters.key }}" into "File", and save it' }],
          }),
          maxEventAge: Duration.minutes(15),
          deadLetterQueue: notStarted,
        }),
      ],
    });
  }
}
