import type * as z from 'zod';
import { messageOf } from '../act/text-of.ts';
import { withoutUserinfo } from '../act/url.ts';
import { InvalidOption } from './errors.ts';

/**
 * Gives the options as the schema reads them. The schema's error messages say what is allowed; keys it does not know
 * are refused, as a misspelt option would otherwise be a default in silence.
 *
 * @param owner - whose options they are, such as `Workflow`
 * @throws InvalidOption with one line per problem: the option, what came and what is allowed
 */
export function checkOptions<Output>(owner: string, schema: z.ZodType<Output>, given: unknown): Output {
  const parsed = safeParse(owner, schema, given);
  if (parsed.success) return parsed.data;
  throw new InvalidOption([...new Set(parsed.error.issues.flatMap((issue) => lines(owner, issue)))]);
}

/** Getters and proxies are code of whoever gave the options. */
function safeParse<Output>(owner: string, schema: z.ZodType<Output>, given: unknown) {
  try {
    return schema.safeParse(given, { reportInput: true });
  } catch (error) {
    throw new InvalidOption([`${owner}: cannot be read (${messageOf(error)}), allowed: an object of plain values`]);
  }
}

function lines(owner: string, issue: z.core.$ZodIssue): string[] {
  const option = [owner, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${option}.${key}: unknown option, allowed: ${issue.message}`);
  return [`${option}: ${mayBeSecret(issue) ? kindOf(issue.input) : shown(issue.input)}, allowed: ${issue.message}`];
}

/** Also what came in place of an object, which may be one of the secrets that it was to hold. */
function mayBeSecret(issue: z.core.$ZodIssue): boolean {
  return (
    (issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record')) ||
    issue.path.some((key) => SECRETS.has(key))
  );
}

const SECRETS: ReadonlySet<unknown> = new Set(['headers', 'credentials', 'novaActApiKey']);

/** One line about one option. What came is shown by its kind where it may be long. */
export function problem(option: string, came: unknown, allowed: string): string {
  return `${option}: ${shown(came)}, allowed: ${allowed}`;
}

/** What came, as the rest of a sentence. */
export function shown(came: unknown): string {
  if (typeof came === 'string' && came.length <= 80) return `got ${JSON.stringify(withoutUserinfo(came))}`;
  if (typeof came === 'number' || typeof came === 'boolean') return `got ${came}`;
  return kindOf(came);
}

/** The same where it may be secret. */
export function kindOf(came: unknown): string {
  if (came === undefined) return 'is missing';
  if (came === null) return 'got null';
  if (typeof came === 'string') return `has ${came.length} characters`;
  if (Array.isArray(came)) return 'got a list';
  return typeof came === 'object' ? 'got an object' : `got a ${typeof came}`;
}

/** Whether a value, which may come from JavaScript, is an object with these functions. */
export function hasFunctions(given: unknown, ...names: readonly string[]): boolean {
  return (
    typeof given === 'object' && given !== null && names.every((name) => typeof Reflect.get(given, name) === 'function')
  );
}
