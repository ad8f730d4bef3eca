import * as z from 'zod';
import { startEmulator } from '../../../lib/local/emulator/emulator.ts';
import type { EmulatorOptions } from '../../../lib/local/emulator/emulator.ts';
import { looking } from '../../nova-act/emulated-service.ts';

const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/nova-act/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

export const runRequest = { modelId: 'nova-act-latest', clientInfo: { compatibilityVersion: 1 } };

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Sends plain HTTP, so that what no client would send can be sent. */
export function rawSender(url: string) {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: AUTHORIZATION, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: JSON.parse(await response.text()),
    };
    return answer;
  };
  return {
    send,
    get: (path: string) => send('GET', path),
    put: (path: string, body: unknown, headers?: Record<string, string>) => send('PUT', path, body, headers),
    post: (path: string, body: unknown) => send('POST', path, body),
    delete: (path: string) => send('DELETE', path),
  };
}

/** An emulator in which nothing is created yet. */
export async function emptyService(options: Partial<EmulatorOptions> = {}) {
  const emulator = await startEmulator({ planner: looking, ...options });
  return { emulator, ...rawSender(emulator.url), [Symbol.asyncDispose]: emulator.close };
}

/** An emulator that has a run, a session in it and an act in that. */
export async function rawService(options: Partial<EmulatorOptions> = {}) {
  const service = await emptyService(options);
  const { put } = service;
  const definition = '/workflow-definitions/price-check';
  if (options.definitions === 'explicit') await put('/workflow-definitions', { name: 'price-check' });
  const runs = `${definition}/workflow-runs`;
  const run = `${runs}/${String((await put(runs, runRequest)).body['workflowRunId'])}`;
  const session = `${run}/sessions/${String((await put(`${run}/sessions`, {})).body['sessionId'])}`;
  const act = `${session}/acts/${String((await put(`${session}/acts`, { task: 'Find it' })).body['actId'])}`;
  return { ...service, paths: { definition, runs, run, session, act, step: `${act}/invoke-step/` } };
}

/** The last part of a path, which is an id. */
export function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The ids of the calls that InvokeActStep answered with. */
export function callIdsOf(step: Answer): string[] {
  return z
    .array(z.object({ callId: z.string() }))
    .parse(step.body['calls'])
    .map(({ callId }) => callId);
}

/** Call results as they travel. */
export function callResults(results: readonly { readonly callId: string; readonly text: string }[]) {
  return results.map(({ callId, text }) => ({ callId, content: [{ text }] }));
}

/** A clock that stands still until it is told. */
export function stillClock() {
  let time = Date.parse('2026-01-01T00:00:00Z');
  const sleeping: { readonly until: number; readonly wake: () => void }[] = [];
  return {
    now: () => time,
    elapsed: () => time,
    sleep: async (milliseconds: number) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      sleeping.push({ until: time + milliseconds, wake: resolve });
      await promise;
    },
    pass: (milliseconds: number) => {
      time += milliseconds;
      for (const { until, wake } of sleeping) if (until <= time) wake();
    },
    /** How many wait for time to pass. */
    sleepers: () => sleeping.filter(({ until }) => until > time).length,
  };
}
