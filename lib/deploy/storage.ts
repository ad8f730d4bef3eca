import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { AnyBucket } from './workflow-props.ts';

/** How what is kept is kept. */
interface Keeping {
  /** @default - keys that AWS keeps */
  readonly encryptionKey?: IKey | undefined;
  /** @default RETAIN */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

/** What {@link RunStorage} needs to know. */
export interface RunStorageProps extends Keeping {
  /** The log group for the events of runs, or the name of the one to be made. */
  readonly logGroup: ILogGroup | string;
  /** @default - a bucket is made */
  readonly artifactsBucket?: AnyBucket | undefined;
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
  readonly artifacts: AnyBucket;
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, { logGroup, artifactsBucket, ...keeping }: RunStorageProps) {
    super(scope, id);
    const { encryptionKey, removalPolicy = RemovalPolicy.RETAIN } = keeping;

    this.journal = new Table(this, 'Journal', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      ...(encryptionKey === undefined
        ? // With the account's own key for DynamoDB, whose use CloudTrail records. It costs nothing while nothing runs.
          { encryption: TableEncryption.AWS_MANAGED }
        : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
    });
    // Only heads of open runs have `open`, and none of the keys changes with a step: the index is not written by steps.
    this.journal.addGlobalSecondaryIndex({
      indexName: OPEN_RUNS,
      partitionKey: { name: 'open', type: AttributeType.STRING },
      sortKey: { name: 'pk', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.openRunsIndexArn = `${this.journal.tableArn}/index/${OPEN_RUNS}`;
    this.artifacts = artifactsBucket ?? artifactsOf(this, 'Artifacts', keeping);
    this.logGroup = typeof logGroup === 'string' ? runLogGroup(this, 'RunLogs', { ...keeping, logGroup }) : logGroup;
  }
}

/** A log group for the events of runs. */
export function runLogGroup(
  scope: Construct,
  id: string,
  { logGroup, encryptionKey, removalPolicy = RemovalPolicy.RETAIN }: Keeping & { readonly logGroup: string },
): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: logGroup,
    // As long as the artifacts that the log points to.
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy,
    ...(encryptionKey !== undefined && { encryptionKey }),
  });
}

function artifactsOf(
  scope: Construct,
  id: string,
  { encryptionKey, removalPolicy = RemovalPolicy.RETAIN }: Keeping,
): Bucket {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    ...(encryptionKey === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : // One data key for many objects, so that a screenshot is not a call to KMS.
        { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
    // Whoever takes over a browser's function may write over what its run has left, but not destroy it.
    versioned: true,
    lifecycleRules: [
      {
        expiration: Duration.days(90),
        noncurrentVersionExpiration: Duration.days(30),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
    removalPolicy,
    ...(removalPolicy === RemovalPolicy.DESTROY && { autoDeleteObjects: true }),
  });
  acknowledge(
    bucket,
    'S1',
    'Access logs would be a second store as secret as the first, growing with each screenshot. Who needs them gives a bucket of their own, or switches on data events of CloudTrail',
  );
  return bucket;
}
