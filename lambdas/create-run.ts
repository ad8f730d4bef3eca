import * as z from 'zod';
import { createRun } from '../lib/run/create-run.ts';
import { executionSchema } from '../lib/run/run.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';

const eventSchema = z.object({ execution: executionSchema, input: z.unknown() });

/** State `CreateRun`: checks the input and creates the workflow run and its session on the service. */
export const handler = lambdaHandler(eventSchema, async (event, { ports, configuration }) =>
  createRun(event, configuration.defaults, { ...ports, artifacts: ports.artifactsOf(event.execution.name) }),
);
