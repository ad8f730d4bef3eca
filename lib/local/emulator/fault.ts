import type { Clock } from '../../act/ports.ts';
import type { PlannedCall, Planner } from './planner.ts';
import { success } from './reply.ts';
import type { Reply } from './reply.ts';
import { ServiceFault } from './service-fault.ts';
import type { ServiceErrorName } from './service-fault.ts';

/**
 * Stands between a request and the operation; `proceed` performs it, with another planner where one is given. A
 * `ServiceFault` that it throws is the answer.
 */
export type Fault = (proceed: (planner?: Planner) => Promise<Reply>, clock: Pick<Clock, 'sleep'>) => Promise<Reply>;

/** What the service's model requires of an error beside its message. */
const required: Partial<Record<ServiceErrorName, Readonly<Record<string, string>>>> = {
  ConflictException: { resourceId: 'on-demand', resourceType: 'Act' },
  ResourceNotFoundException: { resourceId: 'on-demand', resourceType: 'Act' },
  ServiceQuotaExceededException: {
    resourceId: 'on-demand',
    resourceType: 'Act',
    serviceCode: 'nova-act',
    quotaCode: 'on-demand',
  },
  ValidationException: { reason: 'FieldValidationFailed' },
};

/** The ways in which the next request of an operation can be made to go wrong. */
export const faults = {
  /** An error answer instead of the operation. `members` are those of its body, such as `message` and `reason`. */
  error:
    (name: ServiceErrorName, members: Readonly<Record<string, unknown>> = {}, retryAfterSeconds?: number): Fault =>
    async () => {
      throw new ServiceFault(name, `${name} on demand`, { ...required[name], ...members }, retryAfterSeconds);
    },

  /** The connection closes and nothing was done. */
  dropBefore: (): Fault => async () => 'drop',

  /** The operation is done and its answer lost. */
  dropAfter: (): Fault => async (proceed) => {
    await proceed();
    return 'drop';
  },

  /** The operation is done at once, and its answer comes late. */
  delay:
    (milliseconds: number): Fault =>
    async (proceed, clock) => {
      const reply = await proceed();
      await clock.sleep(milliseconds);
      return reply;
    },

  /** This answer, whatever it is, instead of the operation. */
  answer:
    (status: number, body: string, headers: Record<string, string> = {}): Fault =>
    async () => ({ status, headers, body }),

  /** An answer of the operation's status with this body, after the operation was done. */
  output:
    (body: object): Fault =>
    async (proceed) => {
      const reply = await proceed();
      return reply === 'drop' ? reply : success(reply.status, body);
    },

  /** The operation is done, and of its answer's JSON only the first half comes. */
  brokenJson: (): Fault => async (proceed) => {
    const reply = await proceed();
    return reply === 'drop' ? reply : { ...reply, body: reply.body.slice(0, Math.ceil(reply.body.length / 2)) };
  },

  /** InvokeActStep answers with these calls, whoever plans. */
  calls:
    (calls: readonly PlannedCall[]): Fault =>
    (proceed) =>
      proceed({ name: 'fault', nextCalls: () => calls }),
} as const;
