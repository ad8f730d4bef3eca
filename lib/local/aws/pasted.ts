import { COMMAND } from '../command/node-version.ts';
import type { Where } from './locate.ts';

/** A command for an execution as it may be pasted into a shell. Its ARN names the region. */
export function pasted(
  command: 'watch' | 'stop' | 'result',
  executionArn: string,
  { stack, profile }: Pick<Where, 'stack' | 'profile'>,
): string {
  const options = Object.entries({ stack, profile }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return `${COMMAND} ${[command, executionArn, ...options].map(quoted).join(' ')}`;
}

/** Names of executions may have what means something to a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
