import { AgentRedirectError, tool } from 'nova-act-serverless';
import * as z from 'zod';

/** Of a pound; made up. */
const rates = new Map([
  ['EUR', 1.25],
  ['NOK', 13.5],
]);

/** What the agent may call: `nova-act run FILE --tools examples/exchange-tools.ts`. */
export const tools = [
  tool({
    name: 'exchange',
    description: 'Gives what an amount of pounds is in another currency. Call it instead of calculating.',
    inputSchema: z.object({
      pounds: z.number().nonnegative(),
      currency: z.string().describe('Three letters, such as EUR'),
    }),
    timeoutSeconds: 10,
    run: ({ pounds, currency }) => {
      const rate = rates.get(currency);
      // The agent can mend this; any other error would end the act.
      if (rate === undefined) throw new AgentRedirectError(`There are ${[...rates.keys()].join(', ')} only`);
      return { amount: pounds * rate, currency };
    },
  }),
];
