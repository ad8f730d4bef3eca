import type * as z from 'zod';
import { InvalidOption } from './errors.ts';

/**
 * Gives the options as the schema reads them. The schema's error messages say what is allowed; keys it does not know
 * are refused, as a misspelt option would otherwise be a default in silence.
 *
 * @param owner - whose options they are, such as `Workflow`
 * @throws InvalidOption with one line per problem: the option, what came and what is allowed
 */
export function checkOptions<Output>(owner: string, schema: z.ZodType<Output>, given: unknown): Output {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new InvalidOption([...new Set(parsed.error.issues.flatMap((issue) => lines(owner, issue)))]);
}

function lines(owner: string, issue: z.core.$ZodIssue): string[] {
  const option = [owner, ...issue.path.map(String)].join('.');
  if (issue.code !== 'unrecognized_keys') return [problem(option, issue.input, issue.message)];
  return issue.keys.map((key) => `${option}.${key}: unknown option, allowed: ${issue.message}`);
}

/** One line about one option. What came is shown by its kind where it may be secret or long. */
export function problem(option: string, came: unknown, allowed: string): string {
  return `${option}: ${shown(came)}, allowed: ${allowed}`;
}

function shown(came: unknown): string {
  if (came === undefined) return 'is missing';
  if (typeof came === 'string')
    return came.length > 80 ? `has ${came.length} characters` : `got ${JSON.stringify(came)}`;
  if (typeof came === 'number' || typeof came === 'boolean' || came === null) return `got ${came}`;
  if (Array.isArray(came)) return 'got a list';
  return typeof came === 'object' ? 'got an object' : `got a ${typeof came}`;
}

/** Whether a value, which may come from JavaScript, is an object with these functions. */
export function hasFunctions(given: unknown, ...names: readonly string[]): boolean {
  return (
    typeof given === 'object' && given !== null && names.every((name) => typeof Reflect.get(given, name) === 'function')
  );
}
