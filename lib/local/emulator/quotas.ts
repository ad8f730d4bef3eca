import type { Clock } from '../../act/ports.ts';
import { ServiceFault } from './service-fault.ts';

/** Whether more requests per second than the service takes are refused. */
export const quotaKinds = ['none', 'aws'] as const;

export type QuotaKind = (typeof quotaKinds)[number];

const SECOND_MS = 1_000;
const STEPS_PER_SECOND = 5;
const OTHERS_PER_SECOND = 100;

/** The service's quotas of requests: 5 per second for InvokeActStep, 100 per second for each other operation. */
export class Quotas {
  readonly #clock: Pick<Clock, 'elapsed'>;
  /** When the requests of the last second came, by operation. */
  readonly #recent = new Map<string, readonly number[]>();

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  /** Counts a request. @throws ServiceFault `ThrottlingException`, and the request does not count */
  take(operation: string): void {
    const quota = operation === 'InvokeActStep' ? STEPS_PER_SECOND : OTHERS_PER_SECOND;
    const now = this.#clock.elapsed();
    const recent = this.#recent.get(operation)?.filter((at) => now - at < SECOND_MS) ?? [];
    if (recent.length >= quota)
      throw new ServiceFault('ThrottlingException', `Rate exceeded: ${quota} ${operation} per second`, {}, 1);
    this.#recent.set(operation, [...recent, now]);
  }
}
