import { SFNClient } from '@aws-sdk/client-sfn';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { portOf } from './port-of.ts';
import { closed } from './closed.ts';

export interface StepFunctions extends AsyncDisposable {
  readonly client: SFNClient;
  readonly url: string;
  /** What is answered of an execution, by its ARN; an error where it has a `__type`. Oldest first. */
  readonly executions: Map<string, object>;
  /** The ARNs of executions that were asked for, oldest first. */
  readonly asked: readonly string[];
  /** What is answered to an operation instead, while it is here; an error where it has a `__type`. */
  readonly instead: Map<string, object>;
  /** From now on the operation is not answered; resolves when it is asked for. */
  hanging(operation: string): Promise<void>;
}

/** Small, so that a handful of executions are several pages. */
const EXECUTIONS_PER_PAGE = 2;

const requests = {
  DescribeExecution: z.object({ executionArn: z.string() }),
  DescribeStateMachine: z.object({ stateMachineArn: z.string() }),
  ListExecutions: z.object({
    stateMachineArn: z.string(),
    statusFilter: z.string().optional(),
    nextToken: z.string().optional(),
  }),
  StartExecution: z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() }),
  StopExecution: z.object({ executionArn: z.string(), error: z.string(), cause: z.string() }),
} as const;

const kept = z.looseObject({
  stateMachineArn: z.string(),
  name: z.string(),
  status: z.string(),
  startDate: z.number(),
});

/**
 * Step Functions over HTTP, with the executions that were put there and those that are started here, which run until they
 * are stopped.
 *
 * @param stateMachines - the ARNs of those that there are
 */
export async function startStepFunctions(stateMachines: readonly string[] = []): Promise<StepFunctions> {
  const executions = new Map<string, object>();
  const instead = new Map<string, object>();
  const asked: string[] = [];
  const hanging = new Map<string, () => void>();

  const operations: Readonly<Record<string, (request: unknown) => object>> = {
    DescribeExecution(request) {
      const { executionArn } = requests.DescribeExecution.parse(request);
      asked.push(executionArn);
      return executions.get(executionArn) ?? noExecution(executionArn);
    },
    DescribeStateMachine(request) {
      const { stateMachineArn } = requests.DescribeStateMachine.parse(request);
      return missing(stateMachineArn) ?? { stateMachineArn, status: 'ACTIVE' };
    },
    ListExecutions(request) {
      const { stateMachineArn, statusFilter, nextToken = '0' } = requests.ListExecutions.parse(request);
      const found = [...executions]
        .flatMap(([executionArn, value]) => {
          const parsed = kept.safeParse(value);
          return parsed.success ? [{ ...parsed.data, executionArn }] : [];
        })
        .filter((each) => each.stateMachineArn === stateMachineArn && each.status === (statusFilter ?? each.status))
        .toReversed();
      const end = Number(nextToken) + EXECUTIONS_PER_PAGE;
      const page = { executions: found.slice(Number(nextToken), end) };
      return missing(stateMachineArn) ?? (end < found.length ? { ...page, nextToken: String(end) } : page);
    },
    StartExecution(request) {
      const { stateMachineArn, name, input } = requests.StartExecution.parse(request);
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const before = kept.safeParse(executions.get(executionArn)).data;
      if (before !== undefined && (before.status !== 'RUNNING' || before['input'] !== input))
        return fault('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
      const startDate = before?.startDate ?? Date.now() / 1_000;
      const begun = { executionArn, stateMachineArn, name, status: 'RUNNING', startDate, input };
      const gone = missing(stateMachineArn);
      if (gone === undefined) executions.set(executionArn, begun);
      return gone ?? { executionArn, startDate };
    },
    StopExecution(request) {
      const { executionArn, ...why } = requests.StopExecution.parse(request);
      const before = executions.get(executionArn);
      if (before === undefined) return noExecution(executionArn);
      const stopDate = Date.now() / 1_000;
      // Of one that is over nothing changes, and nothing is said of that either.
      if (kept.safeParse(before).data?.status === 'RUNNING')
        executions.set(executionArn, { ...before, ...why, status: 'ABORTED', stopDate });
      return { stopDate };
    },
  };

  function missing(stateMachineArn: string): object | undefined {
    return stateMachines.includes(stateMachineArn)
      ? undefined
      : fault('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
    const asksFor: unknown = await json(request);
    const hangs = hanging.get(operation);
    if (hangs !== undefined) return hangs();
    const reply = instead.get(operation) ?? operations[operation]?.(asksFor) ?? fault('UnknownOperation', operation);
    response.writeHead('__type' in reply ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(reply));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${portOf(server)}`;
  const client = new SFNClient({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  return {
    client,
    url,
    executions,
    asked,
    instead,
    hanging: async (operation) => new Promise((resolve) => hanging.set(operation, resolve)),
    async [Symbol.asyncDispose]() {
      client.destroy();
      await closed(server);
    },
  };
}

function noExecution(executionArn: string): object {
  return fault('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
}

function fault(name: string, message: string): object {
  return { __type: `com.amazonaws.swf.service.v2.model#${name}`, message };
}
