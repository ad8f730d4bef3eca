import { plain } from '../../command/describe-event.ts';
import { jsonText } from '../../command/json-text.ts';
import type { Where } from '../locate.ts';
import type { Check } from './check.ts';
import { checkDeployment } from './check-deployment.ts';
import { checkMachine } from './check-machine.ts';

export interface DoctorOptions extends Omit<Where, 'stateMachine'> {
  readonly json: boolean;
  /** As Node tells it, such as v24.1.0. */
  readonly nodeVersion: string;
}

/** Looks at everything that runs need and changes nothing; the process's exit status, 1 when there is a problem. */
export async function doctor({ json, nodeVersion, ...where }: DoctorOptions): Promise<number> {
  const found = await Promise.all([checkMachine(nodeVersion), checkDeployment(where)]);
  const checks = found.flat();
  const isWell = checks.every(({ state }) => state !== 'problem');
  process.stdout.write(json ? jsonText({ ok: isWell, checks }) : lines(checks));
  return isWell ? 0 : 1;
}

const SHOWN_AS = { ok: 'ok', problem: 'PROBLEM', skipped: '-' } as const;

function lines(checks: readonly Check[]): string {
  return checks
    .map(({ name, state, found, advice }) => {
      const todo = advice === undefined ? '' : `\n${' '.repeat(30)}→ ${plain(advice, 2_000)}`;
      return `${SHOWN_AS[state].padEnd(8)} ${name.padEnd(20)} ${plain(found, 2_000)}${todo}\n`;
    })
    .join('');
}
