import { startEmulator } from '../../../lib/local/emulator/emulator.ts';
import type { Planner } from '../../../lib/local/emulator/planner.ts';
import { looking } from '../../nova-act/emulated-service.ts';

const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/nova-act/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** An emulator that is spoken to in plain HTTP, so that what no client would send can be sent. */
export async function rawService(planner: Planner = looking) {
  const emulator = await startEmulator({ planner });
  const send = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${emulator.url}${path}`, {
      method,
      headers: { authorization: AUTHORIZATION, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: JSON.parse(await response.text()),
    };
    return answer;
  };
  const put = (path: string, body: unknown, headers?: Record<string, string>) => send('PUT', path, body, headers);
  const post = (path: string, body: unknown) => send('POST', path, body);
  const runs = '/workflow-definitions/price-check/workflow-runs';
  const clientInfo = { compatibilityVersion: 1 };
  const created = await put(runs, { modelId: 'nova-act-latest', clientInfo });
  const run = `${runs}/${String(created.body['workflowRunId'])}`;
  const session = `${run}/sessions/${String((await put(`${run}/sessions`, {})).body['sessionId'])}`;
  const act = `${session}/acts/${String((await put(`${session}/acts`, { task: 'Find it' })).body['actId'])}`;
  return { emulator, put, post, paths: { runs, run, session, act }, [Symbol.asyncDispose]: emulator.close };
}

/** Call results as they travel. */
export function callResults(results: readonly { readonly callId: string; readonly text: string }[]) {
  return results.map(({ callId, text }) => ({ callId, content: [{ text }] }));
}
