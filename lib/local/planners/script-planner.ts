import * as z from 'zod';
import { InvalidInput } from '../../run/errors.ts';
import type { PlannedCall, Planner } from '../emulator/planner.ts';

/** For each act's prompt the calls of its steps, one list per step. */
export type Script = Readonly<Record<string, readonly (readonly PlannedCall[])[]>>;

const scriptShape = z.record(
  z.string().min(1),
  z.array(z.array(z.strictObject({ name: z.string().min(1), input: z.json() }))).min(1),
);

/** What an act's task has after its prompt when an answer of a schema is asked for. */
const SCHEMA_SUFFIX = ', format output with jsonschema: ';

/**
 * Reads a script.
 * @throws InvalidInput with one line per problem, when the value is not of a script's shape
 */
export function parseScript(json: unknown): Script {
  const parsed = scriptShape.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    parsed.error.issues.map(({ path, message }) => `${['script', ...path].join('.')}: is no script: ${message}`),
  );
}

/** A planner that answers from a list. A prompt it does not have, or a step beyond its last one, ends with `throw`. */
export function scriptPlanner(script: Script): Planner {
  const prompts = Object.keys(script);
  return {
    name: 'script',
    nextCalls: ({ task, steps }) => {
      const prompt = prompts.find((known) => task === known || task.startsWith(known + SCHEMA_SUFFIX));
      if (prompt === undefined) return giveUp(`The script has no prompt "${task}".`);
      const listed = script[prompt] ?? [];
      return (
        listed[steps.length] ??
        giveUp(`The script for "${prompt}" is used up after ${listed.length} step(s), and one more was asked for.`)
      );
    },
  };
}

const giveUp = (why: string): PlannedCall[] => [{ name: 'throw', input: [why] }];
