import * as z from 'zod';
import { performSlice } from '../lib/run/perform-slice.ts';
import { executionSchema, runSchema } from '../lib/run/run.ts';
import { Workflow } from '../lib/sdk/workflow.ts';
import { environmentBrowsers } from './runtime/environment-browsers.ts';
import { environmentTools } from './runtime/environment-tools.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';
import { lentPorts } from './runtime/lent-ports.ts';
import { REQUEST_TIMEOUT_MS } from './runtime/ports.ts';

// `position` travels in the event for whoever reads the execution; what counts is the journal.
const eventSchema = z.object({ execution: executionSchema, run: runSchema, accessToken: z.string() });

/** State `PerformSteps`: one slice of the run, which tools find by `getCurrentWorkflow()`. */
export const handler = lambdaHandler(eventSchema, async (event, { ports: own, configuration, remainingMs }) => {
  const { workflowDefinitionName, workflowRunId } = event.run;
  using lent = await lentPorts(configuration, event);
  const ports = { ...own, ...lent };
  const workflow = await Workflow.attach({ workflowDefinitionName, workflowRunId, service: ports.service });
  return await workflow.run(async () =>
    performSlice(
      event,
      {
        ...ports,
        artifacts: ports.artifactsOf(event.execution.name),
        browsers: environmentBrowsers(configuration, ports.warn),
        tools: await environmentTools(configuration),
      },
      { remainingMs, requestTimeoutMs: REQUEST_TIMEOUT_MS },
    ),
  );
});
