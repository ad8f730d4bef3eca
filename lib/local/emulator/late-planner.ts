import type { Clock } from '../../act/ports.ts';
import type { Planner } from './planner.ts';

/** The same planner, which begins so much later. */
export function latePlanner(planner: Planner, milliseconds: number, clock: Pick<Clock, 'sleep'>): Planner {
  return {
    name: planner.name,
    nextCalls: async (request) => {
      await clock.sleep(milliseconds);
      return planner.nextCalls(request);
    },
  };
}
