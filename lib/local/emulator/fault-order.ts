import { requests } from '../../nova-act/constraints.ts';
import type { OperationName } from '../../nova-act/constraints.ts';
import { DURATIONS_ALLOWED, readDuration } from './duration.ts';
import { faults } from './fault.ts';
import type { Fault } from './fault.ts';
import { serviceErrorStatus } from './service-fault.ts';
import type { ServiceErrorName } from './service-fault.ts';

/** A fault that waits for the operation's next request. */
interface FaultOrder {
  readonly operation: OperationName;
  readonly fault: Fault;
}

/** The reasons that an error may give, by the service's model. */
const reasons: Partial<Record<ServiceErrorName, readonly string[]>> = {
  InternalServerException: ['InvalidModelGeneration', 'RequestTokenLimitExceeded'],
  ValidationException: ['FieldValidationFailed', 'InvalidStatus', 'GuardrailIntervened'],
};

/** The errors that may say how many seconds to wait. */
const withRetryAfter: readonly ServiceErrorName[] = ['InternalServerException', 'ThrottlingException'];

const plain: Readonly<Record<string, () => Fault>> = {
  'drop-before': faults.dropBefore,
  'drop-after': faults.dropAfter,
  'broken-json': faults.brokenJson,
};

/** Steps that a client has to be ready for, though the service should not send them. */
const ofSteps: Readonly<Record<string, () => Fault>> = {
  'empty-calls': () => faults.calls([]),
  'unknown-call': () => faults.calls([{ name: 'agentDance', input: [] }]),
  'prefixed-call': () => faults.calls([{ name: 'browser.takeObservation', input: [] }]),
  'wrong-arguments': () => faults.calls([{ name: 'agentClick', input: [] }]),
  'missing-observation': () => faults.calls([{ name: 'think', input: ['No observation follows.'] }]),
};

const SLOW = 'slow';

/**
 * Reads `OPERATION:FAULT`, such as `InvokeActStep:ThrottlingException:7`.
 * @throws RangeError that says what came and what is allowed
 */
export function readFaultOrder(text: string): FaultOrder {
  const [operation = '', kind = '', ...details] = text.split(':');
  if (!has(requests, operation))
    throw refusal(text, `OPERATION:FAULT, where OPERATION is one of ${Object.keys(requests).join(', ')}`);
  return { operation, fault: readFault(text, operation, kind, details) };
}

function readFault(text: string, operation: OperationName, kind: string, details: readonly string[]): Fault {
  if (has(serviceErrorStatus, kind)) return readError(text, kind, details);
  if (kind === SLOW) return faults.delay(slowness(text, details));

  const kinds = operation === 'InvokeActStep' ? { ...plain, ...ofSteps } : plain;
  const fault = has(kinds, kind) && details.length === 0 ? kinds[kind] : undefined;
  if (fault !== undefined) return fault();
  const allowed = [...Object.keys(serviceErrorStatus), `${SLOW}:5s`, ...Object.keys(kinds)];
  throw refusal(text, `${operation}: with one of ${allowed.join(', ')}`);
}

function readError(text: string, name: ServiceErrorName, details: readonly string[]): Fault {
  const known = reasons[name] ?? [];
  const reason = details.find((detail) => known.includes(detail));
  const seconds = withRetryAfter.includes(name) ? details.find((detail) => /^\d{1,6}$/.test(detail)) : undefined;
  const used = [reason, seconds].filter((detail) => detail !== undefined);
  if (used.length === details.length)
    return faults.error(name, reason === undefined ? {} : { reason }, seconds === undefined ? undefined : +seconds);
  const allowed = [...known, ...(withRetryAfter.includes(name) ? ['seconds to wait'] : [])];
  throw refusal(text, `${name} with ${allowed.length === 0 ? 'nothing after it' : allowed.join(', ')}`);
}

function slowness(text: string, details: readonly string[]): number {
  const milliseconds = readDuration(details.join(':'));
  if (milliseconds === undefined) throw refusal(text, `${SLOW}: with ${DURATIONS_ALLOWED}`);
  return milliseconds;
}

function refusal(text: string, allowed: string): RangeError {
  return new RangeError(`got '${text}', allowed: ${allowed}`);
}

function has<Names extends object>(names: Names, name: string): name is keyof Names & string {
  return Object.hasOwn(names, name);
}
