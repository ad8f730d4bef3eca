import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { createRun } from '../lib/run/create-run.ts';
import { executionSchema } from '../lib/run/run.ts';
import { type DeployedDefaults, withDefaults } from './deployed-defaults.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';

const eventSchema = z.object({ execution: executionSchema, input: z.unknown() });

let deployed: Promise<DeployedDefaults> | undefined;

/** State `CreateRun`: checks the input and creates the workflow run and its session on the service. */
export const handler = lambdaHandler(eventSchema, async (event, { ports, configuration }) => {
  deployed ??= readDefaults(configuration.runDefaultsFile);
  const { guardrails, ...ofInput } = await deployed;
  return createRun(
    { execution: event.execution, input: withDefaults(event.input, ofInput) },
    { ...configuration.defaults, guardrails: guardrails && { ...guardrails, strict: guardrails.strict ?? false } },
    { ...ports, artifacts: ports.artifactsOf(event.execution.name) },
  );
});

/** What the stack has packed, which was checked then. */
async function readDefaults(file: string | undefined): Promise<DeployedDefaults> {
  // Relative to the working directory, which is the handler's own.
  return file === undefined ? {} : JSON.parse(await readFile(file, 'utf8'));
}
