import type { JsonValue } from '../../act/json.ts';
import type { Seen, Visit } from './visit.ts';

/** How a state was left. Without `next`, the execution has succeeded with the output. */
export type Exit = { next: string | undefined; output: JsonValue; assigned: Record<string, JsonValue> };

type Leaving = { Assign?: Record<string, JsonValue> | undefined; Output?: JsonValue | undefined };

/**
 * Evaluates Assign and Output side by side: both see the variables as they were when the state was entered. Without
 * Output, the value is `unshaped`; `prefix` goes before the fields' names in causes.
 */
export async function leave(
  visit: Visit,
  next: string | undefined,
  { Assign = {}, Output }: Leaving,
  unshaped: JsonValue,
  seen: Seen = {},
  prefix = '',
): Promise<Exit> {
  const assigned: Record<string, JsonValue> = {};
  for (const [name, template] of Object.entries(Assign)) {
    assigned[name] = await visit.evaluate(template, `${prefix}Assign/${name}`, seen);
  }
  const output = Output === undefined ? unshaped : await visit.evaluate(Output, `${prefix}Output`, seen);
  visit.weigh(assigned, `value of ${prefix}Assign`);
  visit.weigh(output, 'output');
  return { next, output, assigned };
}
