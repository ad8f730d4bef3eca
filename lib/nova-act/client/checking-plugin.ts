import type { makeBuilder } from '@smithy/core/client';
import { HttpRequest } from '@smithy/core/protocols';
import type { OperationName } from '../constraints.ts';

/** Loaded with the first request: with zod it would be a third of the time that importing the client takes. */
const checks = () => import('../check-request.ts');

type Plugins = ReturnType<Parameters<ReturnType<typeof makeBuilder>>[1]>;

/** Refuses a request before it is serialised when its members, and before it is signed when its size, is not allowed. */
export function checkingPlugin(operation: OperationName): Plugins[number] {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => async (args) => {
          const { checkRequest } = await checks();
          checkRequest(operation, args.input);
          return next(args);
        },
        { step: 'initialize', name: 'checkRequest' },
      );
      stack.add(
        (next) => async (args) => {
          // The SDK has counted it just before.
          if (HttpRequest.isInstance(args.request))
            (await checks()).checkRequestBytes(operation, Number(args.request.headers['content-length'] ?? 0));
          return next(args);
        },
        { step: 'build', priority: 'low', name: 'checkRequestBytes' },
      );
    },
  };
}
