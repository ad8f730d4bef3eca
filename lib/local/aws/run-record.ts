import { S3Client } from '@aws-sdk/client-s3';
import { InvalidInput } from '../../run/errors.ts';
import type { Artifacts } from '../../run/ports.ts';
import { S3Artifacts } from '../../storage/s3-artifacts.ts';
import type { Access } from './access.ts';
import { asking, AwsProblem } from './aws-problem.ts';
import { describeStack, workflowWith } from './deployed-workflow.ts';
import { nameOfExecution, stateMachineArnOf } from './names.ts';

/** What a deployed run keeps among its artifacts; or why that cannot be read. */
export type RunRecord = { readonly artifacts: Artifacts } | { readonly unread: string };

/**
 * The record of an execution, whose place the stack's outputs name. Whether it may be read shows when it is.
 */
export async function runRecord(access: Access, stack: string, executionArn: string): Promise<RunRecord> {
  try {
    const workflow = workflowWith(stateMachineArnOf(executionArn), await describeStack(access, stack));
    if (workflow?.artifactsBucketName === undefined)
      return {
        unread: `the outputs of stack ${stack} name no bucket of this state machine; --stack NAME names another`,
      };
    return { artifacts: bucketArtifacts(access, workflow.artifactsBucketName, nameOfExecution(executionArn)) };
  } catch (error) {
    if (error instanceof AwsProblem) return { unread: `${error.message}. ${error.advice}` };
    if (error instanceof InvalidInput) return { unread: error.message };
    throw error;
  }
}

/** Those of an execution; each request that fails is an AwsProblem. */
function bucketArtifacts(access: Access, bucket: string, execution: string): Artifacts {
  const artifacts = new S3Artifacts(new S3Client(access.client), bucket, `runs/${execution}/`);
  const place = `bucket ${bucket}`;
  return {
    put: (key, body, contentType) => asking('s3:PutObject', place, () => artifacts.put(key, body, contentType)),
    get: (key) => asking('s3:GetObject', place, () => artifacts.get(key)),
    list: (prefix) => asking('s3:ListBucket', place, () => artifacts.list(prefix)),
    location: (key) => artifacts.location(key),
  };
}
