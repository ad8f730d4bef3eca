import type {
  CreateActRequest,
  CreateSessionRequest,
  CreateWorkflowRunRequest,
  InvokeActStepRequest,
  UpdateActRequest,
  UpdateWorkflowRunRequest,
} from './client/index.ts';

/** The operations that a run uses, with what each takes. */
export interface RunRequests {
  CreateWorkflowRun: CreateWorkflowRunRequest;
  CreateSession: CreateSessionRequest;
  CreateAct: CreateActRequest;
  InvokeActStep: InvokeActStepRequest;
  UpdateAct: UpdateActRequest;
  UpdateWorkflowRun: UpdateWorkflowRunRequest;
}

/** An answer of the service that is no error. */
export interface Answer {
  readonly output: unknown;
  readonly statusCode: number | undefined;
  readonly requestId: string | undefined;
}

/** A way to the service: signed for AWS, or with an API key. */
export interface Backend extends Disposable {
  readonly endpoint: string;
  /**
   * Gives the call up when the signal aborts: it rejects with the signal's reason and is not attempted again.
   *
   * @throws NovaActError
   */
  call<Name extends keyof RunRequests>(
    operation: Name,
    request: RunRequests[Name],
    signal?: AbortSignal,
  ): Promise<Answer>;
}
