import { STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { AssumedRole } from '../lib/access/assumed-role.ts';
import { grantAccess } from '../lib/run/grant-access.ts';
import { executionSchema } from '../lib/run/run.ts';
import { runTags } from './run-tags.ts';
import { lambdaHandler } from './runtime/lambda-handler.ts';

const eventSchema = z.object({ execution: executionSchema, accessToken: z.string() });

/** As long as a slice may take, and a minute: what was taken from a browser's function is worth nothing soon. */
const LENT_SECONDS = 960;

const client = new STSClient({});

/** PerformSteps asks for the rights on the run that the state machine has handed it; it has none of its own. */
export const handler = lambdaHandler(eventSchema, async ({ execution, accessToken }, { ports, configuration }) => {
  const { runAccessRole } = configuration;
  if (runAccessRole === undefined)
    throw new Error("the function's environment is not right: RUN_ACCESS_ROLE is missing");
  const access = new AssumedRole(client, { roleArn: runAccessRole, seconds: LENT_SECONDS, tags: runTags });
  return grantAccess({ execution: execution.name, accessToken }, { ...ports, access });
});
