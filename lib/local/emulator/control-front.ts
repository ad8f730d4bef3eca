import * as z from 'zod';
import { readFaultOrder } from './fault-order.ts';
import type { Front } from './front.ts';
import { operation } from './operation.ts';
import { serviceErrorStatus } from './service-fault.ts';

const PATH = '/emulator/faults';

const faultOrder = z.string().transform((text, context) => {
  try {
    return readFaultOrder(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

/** `PUT /emulator/faults` with `{"faults": ["InvokeActStep:ThrottlingException"]}` makes the next requests go wrong. */
const orderFaults = operation({
  http: ['PUT', PATH, 200],
  input: z.strictObject({ faults: z.array(faultOrder) }),
  perform: ({ faultQueue }, { faults }) => {
    for (const { operation: name, fault } of faults) faultQueue.add(name, fault);
    return {};
  },
});

/** What the emulator has beside the service, for whoever cannot call `queueFaults`. It asks for no authorization. */
export const controlFront: Front = {
  root: '/emulator/',
  requestIdHeader: 'x-request-id',
  route: (method, url) =>
    method === orderFaults.method && url === PATH
      ? { name: 'OrderFaults', operation: orderFaults, members: {} }
      : undefined,
  checkAuthorization: () => {},
  failure: ({ name, message }) => ({
    status: serviceErrorStatus[name],
    headers: {},
    body: JSON.stringify({ message }),
  }),
};
