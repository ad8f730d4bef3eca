import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedCall, Planner } from './planner.ts';
import { failure, success } from './reply.ts';
import type { Reply } from './reply.ts';
import { ServiceFault } from './service-fault.ts';
import type { ServiceErrorName } from './service-fault.ts';

/** Stands between a request and the operation; `proceed` performs it, with another planner where one is given. */
export type Fault = (proceed: (planner?: Planner) => Promise<Reply>) => Promise<Reply>;

/** The ways in which the next request of an operation can be made to go wrong. */
export const faults = {
  /** An error answer instead of the operation. `members` are those of its body, such as `message` and `reason`. */
  error:
    (name: ServiceErrorName, members: Readonly<Record<string, unknown>> = {}, retryAfterSeconds?: number): Fault =>
    async () =>
      failure(new ServiceFault(name, `${name} on demand`, members, retryAfterSeconds)),

  /** The connection closes and nothing was done. */
  dropBefore: (): Fault => async () => 'drop',

  /** The operation is done and its answer lost. */
  dropAfter: (): Fault => async (proceed) => {
    await proceed();
    return 'drop';
  },

  /** The operation is done late. */
  delay:
    (milliseconds: number): Fault =>
    async (proceed) => {
      await sleep(milliseconds, undefined, { ref: false });
      return proceed();
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

  /** InvokeActStep answers with these calls, whoever plans. */
  calls:
    (calls: readonly PlannedCall[]): Fault =>
    (proceed) =>
      proceed({ name: 'fault', nextCalls: () => calls }),
} as const;
