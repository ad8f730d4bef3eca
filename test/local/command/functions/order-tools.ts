import { AgentRedirectError, getCurrentWorkflow, tool } from 'nova-act-serverless';
import * as z from 'zod';

// A connection to somewhere, say, that nobody closes; and output that is nobody's business.
setInterval(() => {}, 60_000);
console.log('loaded');

export const tools = [
  tool({
    name: 'order',
    description: 'Orders an item and gives the number of the order.',
    inputSchema: z.object({ item: z.string(), count: z.int().default(1) }),
    run: ({ item, count }, { run, idempotencyKey }) => {
      if (item !== 'kettle') throw new AgentRedirectError('There are kettles only');
      const current = getCurrentWorkflow();
      return {
        order: count,
        isOfThisRun: current !== undefined && current.workflowRunId === run.workflowRunId,
        keyNamesTheRun: idempotencyKey.startsWith(`${run.workflowRunId}/${run.actId}/`),
        shop: process.env['TEST_SHOP'],
        table: process.env['TABLE_NAME'],
      };
    },
  }),
];
