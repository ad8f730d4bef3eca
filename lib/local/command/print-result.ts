import { relative } from 'node:path';
import type { WorkflowResult } from '../../run/workflow-result.ts';
import { logFile } from '../../report/file-log-group.ts';
import { plain } from './describe-event.ts';

/** Says how a run ended: its output as JSON for programs, or a few lines for a person. */
export function printResult(result: WorkflowResult, { json, out }: { json: boolean; out: string }): void {
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : summary(result, out));
}

function summary({ status, error, acts, log, replay }: WorkflowResult, out: string): string {
  const lines = [
    '',
    `${status}${error ? `  ${error.name}${error.act === undefined ? '' : ` in act ${error.act}`}` : ''}`,
    ...(error ? error.message.split('\n').map((line) => `  ${plain(line, 2_000)}`) : []),
    ...acts.map((act) => {
      const answer = act.response === undefined ? '' : `  ${plain(JSON.stringify(act.response))}`;
      return `  ${act.id.padEnd(16)} ${act.status.padEnd(10)} ${String(act.steps).padStart(3)} ${act.steps === 1 ? 'step ' : 'steps'} ${act.timeWorkedSeconds.toFixed(1).padStart(7)} s${answer}`;
    }),
    ...(log ? [`log     ${logFile(`${out}/logs`, log.logGroupName, log.logStreamName)}`] : []),
    ...(replay === '' ? [] : [`replay  ${nearest(replay)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The path from here, unless that leads up and away. */
function nearest(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}
