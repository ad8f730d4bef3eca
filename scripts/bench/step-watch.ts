import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { route } from '../../lib/local/emulator/route.ts';

/** An InvokeActStep request as it came in, with the run's head at that moment. Times are in milliseconds. */
interface SeenRequest {
  readonly at: number;
  readonly version: number;
  readonly headBytes: number;
}

/** InvokeActStep as the servers of this process see it. */
export interface StepWatch extends Disposable {
  readonly requests: readonly SeenRequest[];
  /** When each answer was handed over to the system. */
  readonly answers: readonly number[];
}

const REQUEST = 'http.server.request.start';
const ANSWER = 'http.server.response.finish';
const message = z.object({ request: z.instanceof(IncomingMessage) });
const headRow = z.object({ version: z.number(), bytes: z.number() });

/**
 * Follows the HTTP servers of this process by Node's own diagnostics, so that nothing stands between a run and the
 * emulator.
 *
 * @param onStep - told of each request, while the service thinks; the first one is 1
 * @param journalPath - of a journal with one run; it is read while the service thinks, which is nobody's overhead
 */
export function watchSteps(journalPath: string, onStep: (number: number) => void = () => {}): StepWatch {
  const requests: SeenRequest[] = [];
  const answers: number[] = [];
  let database: DatabaseSync | undefined;
  const readHead = () => {
    database ??= new DatabaseSync(journalPath, { readOnly: true, timeout: 5_000 });
    return headRow.parse(database.prepare('SELECT version, length(CAST(body AS BLOB)) AS bytes FROM head').get());
  };
  const onRequest = (published: unknown) => {
    if (!isStep(published)) return;
    const at = performance.now();
    const { version, bytes } = readHead();
    requests.push({ at, version, headBytes: bytes });
    onStep(requests.length);
  };
  const onAnswer = (published: unknown) => {
    if (isStep(published)) answers.push(performance.now());
  };
  subscribe(REQUEST, onRequest);
  subscribe(ANSWER, onAnswer);
  return {
    requests,
    answers,
    [Symbol.dispose]() {
      unsubscribe(REQUEST, onRequest);
      unsubscribe(ANSWER, onAnswer);
      database?.close();
    },
  };
}

function isStep(published: unknown): boolean {
  const { method = '', url = '' } = message.parse(published).request;
  return route(method, url)?.name === 'InvokeActStep';
}
