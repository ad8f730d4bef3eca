import * as z from 'zod';
import { builtInNames } from './decode-call.ts';
import { isTooDeep, LEVELS_LIMIT } from './json.ts';
import { schemaProblem } from './json-schema.ts';

/** The service's limits for all tools of an act, and ours for one call. */
export const TOOLS_LIMIT = 100;
const SPECS_LIMIT_BYTES = 350 * 1024;
/** A slice lasts 15 minutes and needs its part for the browser. */
const TIMEOUT_LIMIT_SECONDS = 600;
const DEFAULT_TIMEOUT_SECONDS = 60;

/** Those of the Python SDK with which the agent asks for a person. */
export const HUMAN_TOOLS = ['human_UiTakeover', 'human_Approve'];
const RESERVED = new Set([...builtInNames, ...HUMAN_TOOLS]);

const NAME = '1 to 64 letters, digits, "_" or "-"';
const DESCRIPTION = '1 to 10,000 characters';
const SCHEMA = 'a JSON Schema of Draft 7 with type "object"';
const FLAT_SCHEMA = `a JSON Schema of at most ${LEVELS_LIMIT} levels`;
const TIMEOUT = `whole seconds, 1 to ${TIMEOUT_LIMIT_SECONDS}`;

/** How a tool is declared, whatever performs it: what the agent is told of it, and how long a call may take. */
export const toolDeclaration = z.strictObject({
  name: z
    .string(NAME)
    .regex(/^[a-zA-Z0-9_-]{1,64}$/, NAME)
    .refine((name) => !RESERVED.has(name), `another name than ${[...RESERVED].join(', ')}`),
  description: z.string(DESCRIPTION).refine((text) => text !== '' && Array.from(text).length <= 10_000, DESCRIPTION),
  inputSchema: z
    .unknown()
    .refine((schema) => !isTooDeep(schema), FLAT_SCHEMA)
    .pipe(
      z
        .record(z.string(), z.json('JSON'), SCHEMA)
        .refine(({ type }) => type === 'object', SCHEMA)
        .superRefine((schema, context) => {
          const problem = schemaProblem(schema);
          if (problem !== undefined) context.addIssue(`${SCHEMA} (${problem})`);
        }),
    ),
  timeoutSeconds: z.int(TIMEOUT).min(1, TIMEOUT).max(TIMEOUT_LIMIT_SECONDS, TIMEOUT).default(DEFAULT_TIMEOUT_SECONDS),
});

/**
 * What is wrong with a list of tools: for each problem a line that names the tool, what came and what is allowed. Empty
 * when the service takes all of them.
 *
 * @param declaration - {@link toolDeclaration} with what else a tool has where it is declared
 */
export function toolListProblems(list: unknown, declaration: z.ZodObject): string[] {
  if (!Array.isArray(list)) return [`tools: got ${shown(list)}, allowed: a list of tools`];
  const tools: readonly unknown[] = list;
  return [
    ...tools.flatMap((tool, index) => toolProblems(tool, `tools.${index}`, declaration)),
    ...(tools.length > TOOLS_LIMIT ? [`tools: got ${tools.length} tools, allowed: at most ${TOOLS_LIMIT}`] : []),
    ...namedTwice(tools),
    ...tooMuch(tools),
  ];
}

/** The same of one tool by itself, which the lines call `place`. */
export function toolProblems(tool: unknown, place: string, declaration: z.ZodObject): string[] {
  const keys = Object.keys(declaration.shape).join(', ');
  const { error } = declaration.safeParse(tool, { reportInput: true, error: () => `an object with ${keys}` });
  return (error?.issues ?? []).flatMap((issue) => {
    const key = shortened([place, ...issue.path].map(String).join('.'), KEY_LENGTH);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(
        (unknown) => `${shortened(`${key}.${unknown}`, KEY_LENGTH)}: unknown key, allowed: ${keys}`,
      );
    const came = issue.input === undefined ? 'is missing' : `got ${shown(issue.input)}`;
    return [`${key}: ${came}, allowed: ${issue.message}`];
  });
}

function namedTwice(tools: readonly unknown[]): string[] {
  const names = tools.map((tool) => named.safeParse(tool).data?.name);
  const twice = names.filter((name, index) => name !== undefined && names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `tools: got more than one tool named ${shown(name)}, allowed: one`);
}

const named = z.object({ name: z.string() });

function tooMuch(tools: readonly unknown[]): string[] {
  const specs = tools.flatMap((tool) => {
    const parsed = sent.safeParse(tool);
    return parsed.success ? [parsed.data] : [];
  });
  const bytes = Buffer.byteLength(JSON.stringify(specs));
  return bytes > SPECS_LIMIT_BYTES
    ? [`tools: their specifications have ${bytes} bytes, allowed: ${SPECS_LIMIT_BYTES} in all`]
    : [];
}

/** Of a tool that is as it should be, what the service is sent. */
const sent = z
  .object(toolDeclaration.shape)
  .transform(({ name, description, inputSchema: json }) => ({ name, description, inputSchema: { json } }));

/** Characters of what is named and of what came in a message. */
const KEY_LENGTH = 200;
const VALUE_LENGTH = 80;

/** The beginning of what somebody wrote, for a message. */
export function shortened(text: string, length: number = VALUE_LENGTH): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function shown(value: unknown): string {
  try {
    return shortened(JSON.stringify(value) ?? typeof value);
  } catch {
    return typeof value;
  }
}
