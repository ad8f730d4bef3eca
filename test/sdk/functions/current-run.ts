import { getCurrentWorkflow } from '../../../lib/sdk/workflow-context.ts';
import { tool } from '../../../lib/sdk/tool.ts';

/** As a user's own module: it has a copy of the SDK that is not the one in the function's bundle. */
export const tools = [
  tool({
    name: 'currentRun',
    description: 'Gives the names of the run it was called in, and opens another session in it.',
    inputSchema: { type: 'object' },
    run: async () => {
      const workflow = getCurrentWorkflow();
      if (workflow === undefined) return 'none';
      const { backend, workflowRun } = workflow;
      const sessionId = await backend.service.createSession({ ...workflowRun, clientToken: 'b'.repeat(40) });
      return { ...workflowRun, sessionId };
    },
  }),
];
