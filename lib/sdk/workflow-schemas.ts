import * as z from 'zod';
import type { ApiKeySource } from '../nova-act/api-key.ts';
import { matching, text, wholeNumber } from '../run/input-values.ts';
import type { RunService } from '../run/ports.ts';
import { checkOptions, hasFunctions } from './check-options.ts';
import { awsKeys, type AwsCredentials } from './credentials.ts';
import { endpointUrl } from './endpoint-url.ts';

const DEFAULT_MODEL = 'nova-act-latest';
/** What a definition's name may be. */
export const NAME = 'a text of 1 to 40 letters, digits, _ and -, such as price-check';

const keyed = 'keys with accessKeyId and secretAccessKey, or a function that gives them';

const attempts = wholeNumber(1, 5, 'attempts');
const milliseconds = wholeNumber(1, 3_600_000, 'milliseconds');

const credentials = z.custom<AwsCredentials>(
  (given) => typeof given === 'function' || awsKeys.safeParse(given).success,
  { error: keyed },
);

const authenticationOptions = {
  awsConfig: z
    .strictObject(
      {
        region: matching(/^[a-z]{2,}(-[a-z]+)+-\d+$/).optional(),
        profile: text(1, 200).optional(),
        credentials: credentials.optional(),
      },
      { error: 'an object with region, profile or credentials' },
    )
    .refine(({ profile, credentials: given }) => profile === undefined || given === undefined, {
      error: 'either profile or credentials',
    })
    .optional(),
  clientConfig: z
    .strictObject(
      {
        endpoint: endpointUrl.optional(),
        attempts: z
          .strictObject(
            { invokeActStep: attempts.optional(), others: attempts.optional() },
            { error: 'an object with invokeActStep or others' },
          )
          .optional(),
        requestTimeoutMs: milliseconds.optional(),
        connectionTimeoutMs: milliseconds.optional(),
      },
      { error: 'an object with endpoint, attempts, requestTimeoutMs or connectionTimeoutMs' },
    )
    .default({}),
  // What a text must be like is told by an error of its own, without the key.
  novaActApiKey: z
    .custom<ApiKeySource>((given) => typeof given === 'string' || typeof given === 'function', {
      error: 'a text, or a function that reads it',
    })
    .optional(),
};

const name = z.string({ error: NAME }).regex(/^[a-zA-Z0-9_-]{1,40}$/, { error: NAME });

const workflowOptions = z.strictObject(
  {
    ...authenticationOptions,
    workflowDefinitionName: name.optional(),
    modelId: text(1, 100).default(DEFAULT_MODEL),
    logGroupName: matching(/^[a-zA-Z0-9_/.-]{1,512}$/).optional(),
  },
  { error: 'workflowDefinitionName, modelId, logGroupName, awsConfig, clientConfig or novaActApiKey' },
);

const uuid = 'the id of a run, as its workflowRunId says it';

const attachOptions = z.strictObject(
  {
    ...authenticationOptions,
    workflowDefinitionName: name,
    workflowRunId: z.string({ error: uuid }).min(1, { error: uuid }),
    service: z
      .custom<RunService>((given) => hasFunctions(given, 'createSession', 'actService'), {
        error: 'a service, an object with the functions createSession and actService',
      })
      .optional(),
  },
  { error: 'workflowDefinitionName, workflowRunId, awsConfig, clientConfig, novaActApiKey or service' },
);

/** @throws InvalidOption for whatever no environment could make right */
export function checkWorkflowOptions(given: unknown) {
  return checkOptions('Workflow', workflowOptions, given);
}

/** @throws InvalidOption likewise */
export function checkAttachOptions(given: unknown) {
  return checkOptions('Workflow.attach', attachOptions, given);
}
