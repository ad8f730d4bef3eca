import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** What {@link RunStorage} needs to know. */
export interface RunStorageProps {
  /** Name of the log group for the logs of runs. */
  readonly logGroupName: string;
}

/** What outlives an execution, and the stack: the journal, the artifacts and the logs of runs. */
export class RunStorage extends Construct {
  readonly journal: Table;
  readonly artifacts: Bucket;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: RunStorageProps) {
    super(scope, id);

    this.journal = new Table(this, 'Journal', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });

    this.artifacts = new Bucket(this, 'Artifacts', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });

    this.logGroup = new LogGroup(this, 'RunLogs', {
      logGroupName: props.logGroupName,
      // As long as the artifacts that the log points to.
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
