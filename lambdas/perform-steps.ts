import * as z from 'zod';
import { performSlice } from '../lib/run/perform-slice.ts';
import { executionSchema } from '../lib/run/run.ts';
import { environmentBrowsers } from './runtime/environment-browsers.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';
import { REQUEST_TIMEOUT_MS } from './runtime/ports.ts';

// `run` and `position` travel in the event for whoever reads the execution; what counts is the journal.
const eventSchema = z.object({ execution: executionSchema });

/** State `PerformSteps`: one slice of the run. */
export const handler = lambdaHandler(eventSchema, async (event, { ports, configuration, remainingMs }) =>
  performSlice(
    event,
    {
      ...ports,
      artifacts: ports.artifactsOf(event.execution.name),
      browsers: environmentBrowsers(configuration, ports.warn),
      tools: new Map(),
    },
    { remainingMs, requestTimeoutMs: REQUEST_TIMEOUT_MS },
  ),
);
