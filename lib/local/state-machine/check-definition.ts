import type * as z from 'zod';
import { checkExpression } from './check-expression.ts';
import { checkGraph } from './check-graph.ts';
import { type StateMachineDefinition, stateMachineDefinition } from './definition.ts';
import { expressionIn } from './expression.ts';
import { isObject } from './is-object.ts';
import { stringsIn, templatesOf } from './templates.ts';

/** The definition uses something that is not implemented here, or that Step Functions would refuse. */
export class DefinitionRefused extends Error {
  override readonly name = 'DefinitionRefused';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The state machine cannot be run here:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

type Path = readonly PropertyKey[];

const fieldAt = (path: Path): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `/${String(part)}`))
    .join('')
    .slice(1);

function placeOf(path: Path): string {
  const [first, state, ...field] = path;
  if (first !== 'States' || state === undefined) return fieldAt(path);
  return [`state ${String(state)}`, fieldAt(field)].filter((part) => part !== '').join(': ');
}

function valueAt(definition: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? value[String(key)] : undefined), definition);
}

function problemsOfIssue(issue: z.core.$ZodIssue, definition: unknown): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${placeOf([...issue.path, key])}: not implemented`);
  }
  const value = valueAt(definition, issue.path);
  const what = value === undefined ? 'missing' : `${JSON.stringify(value)} is not implemented`;
  return [`${placeOf(issue.path)}: ${what} (${issue.message})`];
}

function problemsOfString(text: string, sees: 'result' | 'errorOutput' | 'neither', variables: ReadonlySet<string>) {
  const source = expressionIn(text);
  if (source !== undefined) return checkExpression(source, sees, variables);
  return text.startsWith('{%') || text.endsWith('%}') ? ['an expression stands in {% and %}, nothing around them'] : [];
}

function checkTemplates(definition: StateMachineDefinition): string[] {
  const templates = templatesOf(definition);
  const assigned = templates.flatMap(({ field, template }) =>
    field.endsWith('Assign') && isObject(template) ? Object.keys(template) : [],
  );
  const variables = new Set(assigned);
  return templates.flatMap(({ state, field: root, template, sees }) =>
    [...stringsIn(template, root)].flatMap(({ field, text }) =>
      problemsOfString(text, sees, variables).map((problem) => `state ${state}: ${field}: ${problem}`),
    ),
  );
}

function inspect(definition: unknown): { accepted: StateMachineDefinition | undefined; problems: string[] } {
  const parsed = stateMachineDefinition.safeParse(definition);
  return parsed.success
    ? { accepted: parsed.data, problems: [...checkGraph(parsed.data), ...checkTemplates(parsed.data)] }
    : { accepted: undefined, problems: parsed.error.issues.flatMap((issue) => problemsOfIssue(issue, definition)) };
}

/** What keeps a parsed definition from being run here, each with its state and field; empty when nothing does. */
export function checkDefinition(definition: unknown): string[] {
  return inspect(definition).problems;
}

/** The definition with its defaults filled in. Throws {@link DefinitionRefused} with everything that is wrong with it. */
export function acceptDefinition(definition: unknown): StateMachineDefinition {
  const { accepted, problems } = inspect(definition);
  if (accepted === undefined || problems.length > 0) throw new DefinitionRefused(problems);
  return accepted;
}
