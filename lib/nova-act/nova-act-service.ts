import { ActBadResponseError } from '../act/errors.ts';
import { answers } from './answers.ts';
import { AwsBackend } from './aws-backend.ts';
import type { AwsBackendOptions } from './aws-backend.ts';
import { BackedService } from './backed-service.ts';

export type NovaActServiceOptions = AwsBackendOptions;

/** The most that the service gives at once. */
const RUNS_PER_PAGE = 100;

/** The service ends what has run for a week; and a day. */
const LONGEST_OPEN_MS = 8 * 24 * 3600 * 1000;

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
    // By their ids: a run that is created meanwhile moves another one to the next page, where it comes again.
    const open = new Map<string, { workflowRunId: string; startedAt: Date }>();
    const oldest = Date.now() - LONGEST_OPEN_MS;
    let nextToken: string | undefined;
    do {
      // Newest first, so that a definition that has had runs for years is not read to its beginning.
      const page = { maxResults: RUNS_PER_PAGE, nextToken, sortOrder: 'Descending' } as const;
      const answer = await this.#aws.call('ListWorkflowRuns', { workflowDefinitionName, ...page });
      const listed = this.read(answers.ListWorkflowRuns, answer);
      const runs = listed.workflowRunSummaries;
      for (const { workflowRunId, status, startedAt } of runs)
        if (status === 'RUNNING') open.set(workflowRunId, { workflowRunId, startedAt });
      if (listed.nextToken !== undefined && listed.nextToken === nextToken)
        throw new ActBadResponseError(`${this.#aws.endpoint} gives the same page of workflow runs without end`);
      nextToken = runs.some(({ startedAt }) => startedAt.getTime() >= oldest) ? listed.nextToken : undefined;
    } while (nextToken);
    return [...open.values()].toReversed();
  }
}
