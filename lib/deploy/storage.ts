import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** What {@link RunStorage} needs to know. */
export interface RunStorageProps {
  /** Name of the log group for the logs of runs. */
  readonly logGroupName: string;
}

/** Of the heads of open runs: the adapter looks them up by this name. */
const OPEN_RUNS = 'open-runs';

/**
 * What outlives an execution, and the stack: the journal, the artifacts and the logs of runs. Journal and artifacts hold
 * saved states of browsers, cookies among them, which nothing but the encryption of table and bucket seals.
 */
export class RunStorage extends Construct {
  readonly journal: Table;
  readonly openRunsIndexArn: string;
  readonly artifacts: Bucket;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: RunStorageProps) {
    super(scope, id);

    this.journal = new Table(this, 'Journal', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      // With the account's own key for DynamoDB, whose use CloudTrail records. It costs nothing while nothing runs.
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Only heads of open runs have `open`, and none of the keys changes with a step: the index is not written by steps.
    this.journal.addGlobalSecondaryIndex({
      indexName: OPEN_RUNS,
      partitionKey: { name: 'open', type: AttributeType.STRING },
      sortKey: { name: 'pk', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.openRunsIndexArn = `${this.journal.tableArn}/index/${OPEN_RUNS}`;

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
