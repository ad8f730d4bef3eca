/** By which a session says for which run it is: the role's policy and whoever opens sessions have to agree. */
export const runTags = { execution: 'Execution', workflowRunId: 'WorkflowRunId' } as const;
