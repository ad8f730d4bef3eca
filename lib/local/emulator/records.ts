import type { Observation } from '../../act/observation.ts';
import type { ToolSpec } from '../../act/ports.ts';
import type { CallResult, Step } from '../../act/step.ts';
import { resourceNotFound } from './service-fault.ts';

/** What the emulator remembers of a workflow run. */
export interface RunRecord {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly modelId: string;
  readonly logGroupName: string | undefined;
  readonly clientInfo: { readonly compatibilityVersion: number; readonly sdkVersion?: string | undefined };
  readonly startedAt: Date;
  endedAt: Date | undefined;
  status: string;
}

export interface SessionRecord {
  readonly workflowRunId: string;
  readonly sessionId: string;
}

export interface ActRecord {
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  readonly task: string;
  readonly toolSpecs: readonly ToolSpec[];
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

/** All that was created since the emulator began. */
export class Records {
  readonly runs: RunRecord[] = [];
  readonly sessions: SessionRecord[] = [];
  readonly acts: ActRecord[] = [];

  run(address: { workflowDefinitionName: string; workflowRunId: string }): RunRecord {
    const found = this.runs.find((run) => run.workflowRunId === address.workflowRunId);
    if (found?.workflowDefinitionName !== address.workflowDefinitionName) {
      throw resourceNotFound('WorkflowRun', address.workflowRunId);
    }
    return found;
  }

  session(address: { workflowRunId: string; sessionId: string }): SessionRecord {
    const found = this.sessions.find((session) => session.sessionId === address.sessionId);
    if (found?.workflowRunId !== address.workflowRunId) throw resourceNotFound('Session', address.sessionId);
    return found;
  }

  act(address: { sessionId: string; actId: string }): ActRecord {
    const found = this.acts.find((act) => act.actId === address.actId);
    if (found?.sessionId !== address.sessionId) throw resourceNotFound('Act', address.actId);
    return found;
  }
}
