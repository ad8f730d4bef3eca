import { openAccess } from '../access.ts';
import { stackOf, type Where } from '../locate.ts';
import { type Check, skipped } from './check.ts';
import { checkCaller, checkRegion } from './check-caller.ts';
import { checkStack } from './check-stack.ts';

const QUOTA: Check = {
  name: 'quota',
  state: 'skipped',
  found:
    'AWS does not say here how much is left. An account begins with 5 steps (InvokeActStep) a second, which is some 30 acts at once',
  advice: 'Before many runs at once look at Nova Act in the console of Service Quotas.',
};

/** What runs need on AWS: somebody who may ask, the stack, and what its outputs name. */
export async function checkDeployment(where: Omit<Where, 'stateMachine'>): Promise<Check[]> {
  const access = await openAccess(where);
  const caller = await checkCaller(access);
  // Everybody may ask who they are: whoever gets no answer gets none to anything else.
  const isKnown = caller.every(({ state }) => state !== 'problem');
  const stack = stackOf({ ...where, stateMachine: undefined });
  return [
    ...caller,
    checkRegion(access),
    ...(isKnown
      ? await checkStack(access, stack)
      : [skipped('stack', 'not looked at: AWS has to accept the credentials first')]),
    QUOTA,
  ];
}
