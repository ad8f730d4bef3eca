import type { Observation } from '../../act/observation.ts';
import type { ToolSpec } from '../../act/ports.ts';
import type { CallResult, Step } from '../../act/step.ts';
import { resourceNotFound } from './service-fault.ts';

const HOUR_MS = 60 * 60 * 1_000;

/** How long an act and a workflow run may stay open: the service's own quotas. */
const ACT_TIMEOUT_MS = 24 * HOUR_MS;
const RUN_TIMEOUT_MS = 7 * 24 * HOUR_MS;

/** How long a definition or a run is seen as DELETING before it is gone. Nobody has seen the service's own. */
const DELETION_MS = 1_000;

/** What the emulator remembers of a workflow definition. */
export interface DefinitionRecord {
  readonly workflowDefinitionName: string;
  readonly description: string | undefined;
  readonly exportConfig: { readonly s3BucketName: string; readonly s3KeyPrefix?: string | undefined } | undefined;
  readonly createdAt: Date;
  deletedAt: Date | undefined;
}

export interface RunRecord {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly modelId: string;
  readonly logGroupName: string | undefined;
  readonly clientInfo: { readonly compatibilityVersion: number; readonly sdkVersion?: string | undefined };
  readonly startedAt: Date;
  endedAt: Date | undefined;
  deletedAt: Date | undefined;
  status: string;
}

export interface SessionRecord {
  readonly workflowRunId: string;
  readonly sessionId: string;
}

export interface ActRecord {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  readonly task: string;
  readonly toolSpecs: readonly ToolSpec[];
  readonly startedAt: Date;
  endedAt: Date | undefined;
  /** The results the client sent for `initiateAct` and the first observation; empty before the first step. */
  startResults: readonly CallResult[];
  /** Oldest first; the last one has no results until the next step is asked for. */
  readonly steps: (Step & { results: readonly CallResult[] })[];
  observation: Observation | undefined;
  status: string;
  error: { readonly message: string; readonly type?: string | undefined } | undefined;
  /** A step is being planned, so another one asked for at the same time is refused. */
  isPlanning: boolean;
}

/** All that was created since the emulator began, oldest first, and not deleted. */
export class Records {
  readonly definitions: DefinitionRecord[] = [];
  readonly runs: RunRecord[] = [];
  readonly sessions: SessionRecord[] = [];
  readonly acts: ActRecord[] = [];

  findDefinition(name: string): DefinitionRecord | undefined {
    return this.definitions.find(({ workflowDefinitionName }) => workflowDefinitionName === name);
  }

  definition(name: string): DefinitionRecord {
    const found = this.findDefinition(name);
    if (found === undefined) throw resourceNotFound('WorkflowDefinition', name);
    return found;
  }

  run(address: { workflowDefinitionName: string; workflowRunId: string }): RunRecord {
    const found = this.runs.find((run) => run.workflowRunId === address.workflowRunId);
    if (found?.workflowDefinitionName !== address.workflowDefinitionName) {
      throw resourceNotFound('WorkflowRun', address.workflowRunId);
    }
    return found;
  }

  /** That of any run, where none is given. */
  session({ workflowRunId, sessionId }: { workflowRunId: string | undefined; sessionId: string }): SessionRecord {
    const found = this.sessions.find((session) => session.sessionId === sessionId);
    if (found === undefined || found.workflowRunId !== (workflowRunId ?? found.workflowRunId))
      throw resourceNotFound('Session', sessionId);
    return found;
  }

  act(address: { sessionId: string; actId: string }): ActRecord {
    const found = this.acts.find((act) => act.actId === address.actId);
    if (found?.sessionId !== address.sessionId) throw resourceNotFound('Act', address.actId);
    return found;
  }

  deleteDefinition(definition: DefinitionRecord, now: Date): void {
    definition.deletedAt ??= now;
    for (const run of this.runs)
      if (run.workflowDefinitionName === definition.workflowDefinitionName) this.deleteRun(run, now);
  }

  /** Stops what is under way in it. */
  deleteRun(run: RunRecord, now: Date): void {
    run.deletedAt ??= now;
    run.endedAt ??= now;
    run.status = 'DELETING';
    for (const act of this.acts) if (act.workflowRunId === run.workflowRunId) endIfOpen(act, 'FAILED', now);
  }

  /** Does what is due by now: ends what was open for too long, and drops what was deleted. */
  passTime(now: Date): void {
    const isOver = ({ startedAt }: { startedAt: Date }, limitMs: number) => +now - +startedAt >= limitMs;
    for (const run of this.runs) if (isOver(run, RUN_TIMEOUT_MS)) endIfOpen(run, 'TIMED_OUT', now);
    for (const act of this.acts) if (isOver(act, ACT_TIMEOUT_MS)) endIfOpen(act, 'TIMED_OUT', now);

    const isGone = ({ deletedAt }: { deletedAt: Date | undefined }) =>
      deletedAt !== undefined && +now - +deletedAt >= DELETION_MS;
    const goneRuns = new Set(this.runs.filter(isGone).map(({ workflowRunId }) => workflowRunId));
    drop(this.definitions, isGone);
    drop(this.runs, isGone);
    drop(this.sessions, ({ workflowRunId }) => goneRuns.has(workflowRunId));
    drop(this.acts, ({ workflowRunId }) => goneRuns.has(workflowRunId));
  }
}

function endIfOpen(record: RunRecord | ActRecord, status: string, now: Date): void {
  if (record.status !== 'RUNNING') return;
  record.status = status;
  record.endedAt = now;
}

function drop<T>(items: T[], isDropped: (item: T) => boolean): void {
  const kept = items.filter((item) => !isDropped(item));
  if (kept.length < items.length) items.splice(0, items.length, ...kept);
}
