import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import type { RunAccess, RunCredentials } from '../run/ports.ts';

/** STS gives them all, though its types do not say so. */
const credentialsSchema = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
});

export interface AssumedRoleOptions {
  readonly roleArn: string;
  /** How long a session lasts: 900 to 3,600, which is the most that STS gives whoever has a role itself. */
  readonly seconds: number;
  /** The names of the tags by which the role's policy tells runs apart. */
  readonly tags: { readonly execution: string; readonly workflowRunId: string };
}

/** A role whose sessions are tagged with the run they are for, and may touch nothing else. */
export class AssumedRole implements RunAccess {
  readonly #client: STSClient;
  readonly #options: AssumedRoleOptions;

  constructor(client: STSClient, options: AssumedRoleOptions) {
    this.#client = client;
    this.#options = options;
  }

  async lend(run: { readonly execution: string; readonly workflowRunId: string }): Promise<RunCredentials> {
    const { roleArn, seconds, tags } = this.#options;
    const { Credentials: credentials } = await this.#client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        // What CloudTrail shows of whoever acts.
        RoleSessionName: run.workflowRunId.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64),
        DurationSeconds: seconds,
        Tags: [
          { Key: tags.execution, Value: run.execution },
          { Key: tags.workflowRunId, Value: run.workflowRunId },
        ],
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = credentialsSchema.parse(credentials);
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  }
}
