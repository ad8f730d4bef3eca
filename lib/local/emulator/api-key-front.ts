import type { OperationName } from '../../nova-act/constraints.ts';
import type { Front } from './front.ts';
import { route } from './route.ts';
import { ServiceFault, serviceErrorStatus } from './service-fault.ts';
import type { ServiceErrorName } from './service-fault.ts';

const ROOT = '/agent/';
const TELEMETRY = `${ROOT}telemetry`;
const KEY_LENGTH = 36;

const known: readonly string[] = [
  'CreateWorkflowRun',
  'UpdateWorkflowRun',
  'CreateSession',
  'CreateAct',
  'InvokeActStep',
  'UpdateAct',
] satisfies OperationName[];

type Members = Readonly<Record<string, unknown>>;

/** How an error looks here, where that differs from its status and members on the AWS API. */
const errors: Partial<
  Record<ServiceErrorName, { readonly status?: number; readonly body: (members: Members) => object }>
> = {
  ValidationException: {
    body: ({ reason, fieldList }) =>
      reason === 'GuardrailIntervened'
        ? { reason: 'AGENT_GUARDRAILS_TRIGGERED' }
        : { reason: 'INVALID_INPUT', fields: fieldList },
  },
  SerializationException: { body: () => ({ reason: 'INVALID_INPUT' }) },
  ThrottlingException: { body: () => ({ throttleType: 'RATE_LIMIT_EXCEEDED' }) },
  ServiceQuotaExceededException: { status: 429, body: () => ({ throttleType: 'DAILY_QUOTA_LIMIT_EXCEEDED' }) },
  MissingAuthenticationTokenException: { status: 401, body: () => ({}) },
};

/**
 * The API of those who have a key instead of an AWS account: six of the operations and the telemetry, below `/agent`.
 * Any key of the right length is good.
 */
export const apiKeyFront: Front = {
  root: ROOT,
  requestIdHeader: 'x-amz-rid',
  definitions: 'implied',
  route(method, url) {
    if (method === 'POST' && url === TELEMETRY) return telemetry;
    const target = route(method, url.slice(ROOT.length - 1));
    return target !== undefined && known.includes(target.name) ? target : undefined;
  },
  checkAuthorization({ authorization, 'x-api-key': key }) {
    if (typeof key !== 'string' || key.length !== KEY_LENGTH || authorization !== `Bearer ${key}`)
      throw new ServiceFault(
        'MissingAuthenticationTokenException',
        `An API key has ${KEY_LENGTH} characters, in X-Api-Key and in Authorization as 'Bearer KEY'`,
      );
  },
  failure({ name, message, members, headers }) {
    const { status = serviceErrorStatus[name], body = (same: Members) => same } = errors[name] ?? {};
    return { status, headers, body: JSON.stringify({ message: members['message'] ?? message, ...body(members) }) };
  },
};

/** What a client tells of itself is taken and not looked at. */
const telemetry = {
  name: 'Telemetry',
  operation: { method: 'POST', path: TELEMETRY, status: 200, query: {}, answer: async () => ({}) },
  members: {},
} as const;
