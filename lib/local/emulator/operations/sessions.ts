import { randomUUID } from 'node:crypto';
import { requests } from '../../../nova-act/constraints.ts';
import { operation, pagingQuery, paths } from '../operation.ts';
import { pageOf, sorted } from '../page.ts';
import { checkRunning } from '../state-rules.ts';

export const sessionOperations = {
  CreateSession: operation({
    http: ['PUT', paths.sessions, 201],
    input: requests.CreateSession,
    perform: ({ records, idempotency }, input) =>
      idempotency.once('CreateSession', input, () => {
        const { workflowRunId } = checkRunning(records.run(input));
        const sessionId = randomUUID();
        records.sessions.push({ workflowRunId, sessionId });
        return { sessionId };
      }),
  }),

  ListSessions: operation({
    http: ['POST', paths.run, 200],
    query: pagingQuery,
    input: requests.ListSessions,
    perform: ({ records }, { sortOrder, maxResults, nextToken: token, ...address }) => {
      const { workflowRunId } = records.run(address);
      const ofRun = records.sessions.filter((session) => session.workflowRunId === workflowRunId);
      const sessions = sorted(ofRun, sortOrder);
      const { page, nextToken } = pageOf(sessions, ({ sessionId }) => sessionId, { maxResults, nextToken: token });
      return { sessionSummaries: page.map(({ sessionId }) => ({ sessionId })), nextToken };
    },
  }),
} as const;
