import { type Answer, answerSchema, type ReportedBrowser, type ReportedMoment } from '../moment.ts';

const CONTROLLER = process.env['CHAOS_CONTROLLER'] ?? '';

/** Tells the controller, waits for its answer, and stands still for as long as that says. */
export async function tellMoment(moment: Omit<ReportedMoment, 'handler' | 'pid'>): Promise<void> {
  const handler = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
  const told: ReportedMoment = { ...moment, handler, pid: process.pid };
  const { stallMs }: Answer = answerSchema.parse(await tell('moment', told));
  if (stallMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
}

export async function tellBrowser(browser: ReportedBrowser): Promise<void> {
  await tell('browser', browser);
}

async function tell(what: string, body: object): Promise<unknown> {
  const response = await fetch(`${CONTROLLER}/${what}`, { method: 'POST', body: JSON.stringify(body) });
  return response.json();
}
