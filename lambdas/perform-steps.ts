import * as z from 'zod';
import { performSlice } from '../lib/run/perform-slice.ts';
import { executionSchema, positionSchema, runSchema } from '../lib/run/run.ts';
import { environmentBrowsers } from './runtime/environment-browsers.ts';
import { REQUEST_TIMEOUT_MS } from './runtime/ports.ts';
import { stepHandler } from './runtime/step-handler.ts';

const eventSchema = z.object({ execution: executionSchema, run: runSchema, position: positionSchema });

/** State `PerformSteps`: one slice of the run. */
export const handler = stepHandler(eventSchema, async (event, { ports, configuration, remainingMs }) =>
  performSlice(
    event,
    {
      ...ports,
      artifacts: ports.artifactsOf(event.execution),
      browsers: environmentBrowsers(configuration.chromiumPath, ports.warn),
      tools: new Map(),
    },
    { remainingMs, requestTimeoutMs: REQUEST_TIMEOUT_MS },
  ),
);
