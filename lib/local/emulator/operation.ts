import * as z from 'zod/v4/core';
import type { Clock } from '../../act/ports.ts';
import { withoutNulls } from '../../nova-act/constraints.ts';
import type { FaultQueue } from './fault-queue.ts';
import type { Idempotency } from './idempotency.ts';
import type { Planner } from './planner.ts';
import type { Records } from './records.ts';
import type { RepeatedStep } from './repeated-step.ts';
import { invalidFields } from './service-fault.ts';

/**
 * How a workflow definition comes to be: `implied`, with the first run of its name, or `explicit`, by
 * CreateWorkflowDefinition only, as the service has it.
 */
export const definitionKinds = ['implied', 'explicit'] as const;

export type DefinitionKind = (typeof definitionKinds)[number];

/** What an operation works on. */
export interface Service {
  readonly records: Records;
  readonly idempotency: Idempotency;
  readonly faultQueue: FaultQueue;
  readonly planner: Planner;
  readonly repeatedStep: RepeatedStep;
  readonly definitions: DefinitionKind;
  readonly clock: Pick<Clock, 'now'>;
  /** Drops what nothing needs any more, instead of keeping it for a test to look at. */
  readonly forgetful: boolean;
}

/** An operation: where it is found, and how it answers what its path, query and body give. */
export interface Operation {
  readonly method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** The status of its answer. */
  readonly status: number;
  /** Members that are in the query, and nowhere else. */
  readonly query: Readonly<Record<string, 'integer' | 'text'>>;
  /** @throws ServiceFault */
  readonly answer: (service: Service, given: unknown) => Promise<object>;
}

export function operation<T>(definition: {
  readonly http: readonly [method: Operation['method'], path: string, status: number];
  readonly query?: Operation['query'];
  readonly input: z.$ZodType<T>;
  readonly perform: (service: Service, input: T) => object | Promise<object>;
}): Operation {
  const [method, path, status] = definition.http;
  return {
    method,
    path,
    status,
    query: definition.query ?? {},
    answer: async (service, given) => {
      const parsed = z.safeParse(definition.input, withoutNulls(given));
      if (parsed.success) return definition.perform(service, parsed.data);
      throw invalidFields(parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), message: issue.message })));
    },
  };
}

/** Where the paging members of every list operation are. */
export const pagingQuery = { maxResults: 'integer', nextToken: 'text' } as const;

/** The service's paths, from the outside to the inside. */
export const paths = {
  definitions: '/workflow-definitions',
  definition: '/workflow-definitions/{workflowDefinitionName}',
  runs: '/workflow-definitions/{workflowDefinitionName}/workflow-runs',
  run: '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}',
  sessions: '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}/sessions',
  acts: '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}/sessions/{sessionId}/acts',
  act: '/workflow-definitions/{workflowDefinitionName}/workflow-runs/{workflowRunId}/sessions/{sessionId}/acts/{actId}',
} as const;
