import type { Clock } from '../../act/ports.ts';
import type { Fault } from './fault.ts';
import type { Front } from './front.ts';
import type { Service } from './operation.ts';
import type { Quotas } from './quotas.ts';
import { success } from './reply.ts';
import type { Answer, Reply } from './reply.ts';
import type { Target } from './route.ts';
import { ServiceFault } from './service-fault.ts';

const untouched: Fault = (proceed) => proceed();

/**
 * Performs the operation of a request that may be made, or lets it go wrong where that was ordered.
 * @throws ServiceFault
 */
export async function perform(
  { name, operation, members }: Target,
  body: Readonly<Record<string, unknown>>,
  front: Front,
  { quotas, ...service }: Service & { readonly quotas: Quotas | undefined; readonly clock: Clock },
): Promise<Reply> {
  quotas?.take(name);
  service.records.passTime(new Date(service.clock.now()));
  const definitions = front.definitions ?? service.definitions;
  const proceed = async (planner = service.planner) => {
    const given = { ...body, ...members };
    return operation
      .answer({ ...service, definitions, planner }, given)
      .then((output) => success(operation.status, output))
      .catch((error: unknown) => failed(front, error));
  };
  const fault = service.faultQueue.next(name) ?? untouched;
  return fault(proceed, service.clock);
}

/** What is none of the service's errors is the emulator's own mistake, and is told as one of the service. */
export function failed(front: Front, error: unknown): Answer {
  if (error instanceof ServiceFault) return front.failure(error);
  return front.failure(new ServiceFault('InternalServerException', `The emulator failed: ${String(error)}`));
}
