import { ActBadResponseError } from '../act/errors.ts';
import { answers } from './answers.ts';
import { AwsBackend } from './aws-backend.ts';
import type { AwsBackendOptions } from './aws-backend.ts';
import { BackedService } from './backed-service.ts';

export type NovaActServiceOptions = AwsBackendOptions;

/** The most that the service gives at once. */
const RUNS_PER_PAGE = 100;

/**
 * Amazon Nova Act on AWS as a run sees it. Every failure is a `NovaActError`.
 *
 * A call is attempted twice, InvokeActStep once: it has no client token, so a second attempt may be a second step.
 */
export class NovaActService extends BackedService {
  readonly #aws: AwsBackend;

  /** @throws RangeError for attempts or time-outs that cannot be */
  constructor(options: NovaActServiceOptions = {}) {
    const aws = new AwsBackend(options);
    super(aws);
    this.#aws = aws;
  }

  /** The definition's runs that nobody has ended, oldest first. */
  override async openWorkflowRuns(
    workflowDefinitionName: string,
  ): Promise<{ workflowRunId: string; startedAt: Date }[]> {
    const open: { workflowRunId: string; startedAt: Date }[] = [];
    let nextToken: string | undefined;
    do {
      // Oldest first, so that runs created meanwhile move none to a page that was read.
      const page = { maxResults: RUNS_PER_PAGE, nextToken, sortOrder: 'Ascending' } as const;
      const answer = await this.#aws.call('ListWorkflowRuns', { workflowDefinitionName, ...page });
      const listed = this.read(answers.ListWorkflowRuns, answer);
      for (const { workflowRunId, status, startedAt } of listed.workflowRunSummaries)
        if (status === 'RUNNING') open.push({ workflowRunId, startedAt });
      if (listed.nextToken !== undefined && listed.nextToken === nextToken)
        throw new ActBadResponseError(`${this.#aws.endpoint} gives the same page of workflow runs without end`);
      nextToken = listed.nextToken;
    } while (nextToken);
    return open;
  }
}
