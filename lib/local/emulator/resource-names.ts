import type { Records } from './records.ts';

export function definitionArn(name: string): string {
  return `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${name}`;
}

export function runArn(name: string, workflowRunId: string): string {
  return `${definitionArn(name)}/workflow-run/${workflowRunId}`;
}

/**
 * Where the service would keep the traces of a run or an act; absent without an export configuration. The layout below
 * the prefix is this emulator's own, and nothing is written there.
 */
export function traceLocation(records: Records, name: string, ...ids: readonly string[]) {
  const exportConfig = records.findDefinition(name)?.exportConfig;
  if (exportConfig === undefined) return undefined;
  const { s3BucketName, s3KeyPrefix } = exportConfig;
  const key = [s3KeyPrefix, name, ...ids].filter((part) => part !== undefined).join('/');
  return { locationType: 'S3', location: `s3://${s3BucketName}/${key}/` };
}
