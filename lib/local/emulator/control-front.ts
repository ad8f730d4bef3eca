import * as z from 'zod';
import { readFaultOrder } from './fault-order.ts';
import type { Front } from './front.ts';
import { operation } from './operation.ts';
import { serviceErrorStatus, ServiceFault } from './service-fault.ts';

const PATH = '/emulator/faults';

const faultOrder = z.string().transform((text, context) => {
  try {
    return readFaultOrder(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

/** Each answers with the numbers of faults that wait then. */
const controls = {
  /** With `{"faults": ["InvokeActStep:ThrottlingException"]}`: behind those that wait already. */
  OrderFaults: operation({
    http: ['PUT', PATH, 200],
    input: z.strictObject({ faults: z.array(faultOrder) }),
    perform: ({ faultQueue }, { faults }) => {
      for (const { operation: name, fault } of faults) faultQueue.add(name, fault);
      return { waiting: faultQueue.counts() };
    },
  }),
  ListFaults: operation({
    http: ['GET', PATH, 200],
    input: z.object({}),
    perform: ({ faultQueue }) => ({ waiting: faultQueue.counts() }),
  }),
  ClearFaults: operation({
    http: ['DELETE', PATH, 200],
    input: z.object({}),
    perform: ({ faultQueue }) => {
      faultQueue.clear();
      return { waiting: faultQueue.counts() };
    },
  }),
};

/** What the emulator has beside the service, for whoever cannot call `queueFaults`. It asks for no authorization. */
export const controlFront: Front = {
  root: '/emulator/',
  requestIdHeader: 'x-request-id',
  route: (method, url) => {
    const found = Object.entries(controls).find(([, control]) => control.method === method && url === PATH);
    return found && { name: found[0], operation: found[1], members: {} };
  },
  // A page whose host name has been made to mean this machine would be let in by the browser.
  checkAuthorization: ({ host = '' }) => {
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host))
      throw new ServiceFault('AccessDeniedException', `${host} is not a name of this machine`);
  },
  failure: ({ name, message }) => ({
    status: serviceErrorStatus[name],
    headers: {},
    body: JSON.stringify({ message }),
  }),
};
