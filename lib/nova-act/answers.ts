import * as z from 'zod/mini';
import { jsonDocument } from './json-document.ts';

const string = () => z.string('is not a text');
const id = string().check(z.minLength(1, 'is empty'));
const listOf = <Item extends z.ZodMiniType>(item: Item) => z.array(item, 'is not a list');

/** What a run needs of each answer. */
export const answers = {
  CreateWorkflowRun: z.object({ workflowRunId: id }),
  CreateSession: z.object({ sessionId: id }),
  CreateAct: z.object({ actId: id }),
  InvokeActStep: z.object({
    stepId: id,
    calls: listOf(z.object({ callId: id, name: string(), input: jsonDocument })),
  }),
  ListWorkflowRuns: z.object({
    workflowRunSummaries: listOf(z.object({ workflowRunId: id, status: string(), startedAt: z.date('is not a time') })),
    nextToken: z.optional(string()),
  }),
} as const;
