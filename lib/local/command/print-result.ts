import { relative } from 'node:path';
import type { WorkflowResult } from '../../run/workflow-result.ts';
import { logFile } from '../../report/file-log-group.ts';
import type { DeployedEnd } from './start-command.ts';
import { plain } from './describe-event.ts';

type Log = NonNullable<WorkflowResult['log']>;

/** Says how a run ended: its output as JSON for programs, or a few lines for a person. */
export function printResult(result: WorkflowResult, { json, out }: { json: boolean; out: string }): void {
  process.stdout.write(
    json ? jsonText(result) : summary(result, (log) => logFile(`${out}/logs`, log.logGroupName, log.logStreamName)),
  );
}

/** Says how a deployed execution ended. */
export function printDeployedEnd(end: DeployedEnd, json: boolean): void {
  if ('result' in end)
    process.stdout.write(
      json ? jsonText(end.result) : summary(end.result, (log) => `${log.logGroupName} ${log.logStreamName}`),
    );
  else process.stderr.write(`${end.status}  ${end.error}\n  ${plain(end.cause, 2_000)}\n`);
}

function summary({ status, error, acts, log, replay }: WorkflowResult, placeOf: (log: Log) => string): string {
  const lines = [
    '',
    `${status}${error ? `  ${error.name}${error.act === undefined ? '' : ` in act ${error.act}`}` : ''}`,
    ...(error ? error.message.split('\n').map((line) => `  ${plain(line, 2_000)}`) : []),
    ...acts.map((act) => {
      const answer = act.response === undefined ? '' : `  ${plain(JSON.stringify(act.response))}`;
      return `  ${act.id.padEnd(16)} ${act.status.padEnd(10)} ${String(act.steps).padStart(3)} ${act.steps === 1 ? 'step ' : 'steps'} ${act.timeWorkedSeconds.toFixed(1).padStart(7)} s${answer}`;
    }),
    ...(log ? [`log     ${placeOf(log)}`] : []),
    ...(replay === '' ? [] : [`replay  ${nearest(replay)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A file's path from here, unless that leads up and away; other places as they are. */
function nearest(place: string): string {
  const fromHere = relative('', place);
  return place.startsWith('/') && !fromHere.startsWith('..') ? fromHere : place;
}

/** JSON that a terminal shows as it is: control characters and those that turn the writing direction are escaped. */
function jsonText(result: WorkflowResult): string {
  const text = JSON.stringify(result, null, 2).replaceAll(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}
