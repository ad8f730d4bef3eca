import { AgentRedirectError, tool } from 'nova-act-serverless';

const one = (name: string, run: () => unknown) =>
  tool({ name, description: name, inputSchema: { type: 'object' }, run });

export const tools = [
  one('work', () => 'done'),
  one('redirect', () => {
    throw new AgentRedirectError('another one, please');
  }),
  one('fail', () => {
    throw new Error('no such table');
  }),
];
