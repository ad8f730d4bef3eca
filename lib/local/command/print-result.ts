import { relative } from 'node:path';
import type { WorkflowResult } from '../../run/workflow-result.ts';
import { logFile } from '../../report/file-log-group.ts';
import { adviceFor } from '../../run/error-advice.ts';
import type { ActFigures } from '../../run/run-figures.ts';
import { actTable } from './act-table.ts';
import type { DeployedEnd } from '../aws/deployed-end.ts';
import { plain } from './describe-event.ts';
import { jsonText } from './json-text.ts';

/** Of an execution that was stopped or timed out, which could not close its run itself. */
const AWAITED = 'try:     nova-act result in a minute, if it has ended just now: its result is written after that.\n';

type Log = NonNullable<WorkflowResult['log']>;

/** Says how a run ended: its output as JSON for programs, or a table and a few lines for a person. */
export function printResult(
  { result, figures }: { result: WorkflowResult; figures: readonly ActFigures[] },
  { json, out }: { json: boolean; out: string },
): void {
  const logPlace = (log: Log) => logFile(`${out}/logs`, log.logGroupName, log.logStreamName);
  process.stdout.write(json ? jsonText(result) : summary(result, figures, logPlace));
}

/** Says how a deployed execution ended; `figures` as far as its events were seen. */
export function printDeployedEnd(end: DeployedEnd, json: boolean, figures: readonly ActFigures[] = []): void {
  if (json) process.stdout.write(jsonText('result' in end ? end.result : withoutResult(end)));
  else if ('result' in end)
    process.stdout.write(summary(end.result, figures, (log) => `${log.logGroupName} ${log.logStreamName}`));
  else
    process.stderr.write(
      `${end.status}  ${plain(end.error)}\n  ${plain(end.cause, 2_000)}\n${end.status === 'FAILED' ? nextAfter({ name: end.error }) : AWAITED}`,
    );
}

/** What stands in a result's place where an execution left none. */
function withoutResult({ status, error, cause }: Exclude<DeployedEnd, { result: WorkflowResult }>): object {
  return { status, error: { name: error, message: cause } };
}

/** The line with the one thing to try next, where there is one. */
export function nextAfter(error: { readonly name: string }, replay = ''): string {
  const advice = adviceFor(error.name) ?? (replay === '' ? undefined : 'Look at the last step on the replay page.');
  return advice === undefined ? '' : `try:     ${advice}\n`;
}

function summary(result: WorkflowResult, figures: readonly ActFigures[], placeOf: (log: Log) => string): string {
  const { status, error, acts, log, replay } = result;
  const table = actTable(result, figures);
  const lines = [
    '',
    `${status}${error ? `  ${error.name}${error.act === undefined ? '' : ` in act ${error.act}`}` : ''}`,
    ...(error ? error.message.split('\n').map((line) => `  ${plain(line, 2_000)}`) : []),
    '',
    ...table,
    ...(table.length > 0 ? [''] : []),
    ...acts.flatMap(({ id, response, responseLocation }) => {
      const answer = response === undefined ? responseLocation : plain(JSON.stringify(response));
      return answer === undefined ? [] : [`answer:  ${id}: ${answer}`];
    }),
    ...(log ? [`log:     ${placeOf(log)}`] : []),
    ...(replay === '' ? [] : [`replay:  ${nearest(replay)}`]),
  ];
  // Names of a deployed run come from AWS: of whatever was started there.
  return `${lines.map((line) => plain(line, Infinity)).join('\n')}\n${error ? nextAfter(error, replay) : ''}`;
}

/** A file's path from here, unless that leads up and away; other places as they are. */
function nearest(place: string): string {
  const fromHere = relative('', place);
  return place.startsWith('/') && !fromHere.startsWith('..') ? fromHere : place;
}
