import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { endLeftBrowsers } from './processes.ts';
import {
  type Answer,
  type Moment,
  reportedBrowserSchema,
  type ReportedBrowser,
  type ReportedMoment,
  reportedMomentSchema,
} from './moment.ts';

/** What happens at a moment; until it resolves, the handler waits. */
export type OnMoment = (moment: Moment, told: Pick<Controller, 'browsers'>) => Promise<Answer>;

/** Hears of the journal writes and the browsers of a run's handlers. Disposing of it ends the browsers that are left. */
export interface Controller extends AsyncDisposable {
  /** For the handlers' variable CHAOS_CONTROLLER. */
  readonly url: string;
  /** Oldest first. */
  readonly moments: readonly Moment[];
  /** Oldest first, whether they still run or not. */
  readonly browsers: readonly ReportedBrowser[];
}

export async function startController(onMoment: OnMoment): Promise<Controller> {
  const moments: Moment[] = [];
  const browsers: ReportedBrowser[] = [];
  const numberOf = new Map<number, number>();

  const numbered = (told: ReportedMoment): Moment => {
    if (told.when === 'before') numberOf.set(told.pid, Math.max(0, ...numberOf.values()) + 1);
    return { ...told, number: numberOf.get(told.pid) ?? 0, at: Date.now() };
  };
  const answer = async (url: string, body: unknown): Promise<object> => {
    if (url === '/browser') {
      browsers.push(reportedBrowserSchema.parse(body));
      return {};
    }
    const moment = numbered(reportedMomentSchema.parse(body));
    moments.push(moment);
    return onMoment(moment, { browsers });
  };

  const server = createServer((request, response) => {
    json(request)
      .then((body) => answer(request.url ?? '', body))
      .then((answered) => response.end(JSON.stringify(answered)))
      // Without its answer the handler fails, which nobody can overlook.
      .catch((error: unknown) => {
        process.stderr.write(`the controller: ${String(error)}\n`);
        response.destroy();
      });
  });
  // Longer than any wait, so that no handler meets a connection that is just being closed.
  server.keepAliveTimeout = 300_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the controller listens on no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    moments,
    browsers,
    async [Symbol.asyncDispose]() {
      endLeftBrowsers(browsers);
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
