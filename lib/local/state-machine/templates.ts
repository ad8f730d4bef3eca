import type { JsonValue } from '../../act/json.ts';
import { type State, type StateMachineDefinition } from './definition.ts';

/** Where an expression stands, and what only this place lets it see. */
export type TemplateSite = {
  state: string;
  field: string;
  template: JsonValue;
  sees: 'result' | 'errorOutput' | 'neither';
};

const templateFields = ['Arguments', 'Assign', 'Cause', 'Condition', 'Error', 'Output', 'TimeoutSeconds'] as const;

type Holder = Partial<Record<(typeof templateFields)[number], JsonValue | undefined>>;

const afterTheTask = new Set<string>(['Assign', 'Output']);

function* templatesIn(state: string, holder: Holder, prefix: string, sees: (field: string) => TemplateSite['sees']) {
  for (const field of templateFields) {
    const template = holder[field];
    if (template !== undefined) yield { state, field: `${prefix}${field}`, template, sees: sees(field) };
  }
}

function* templatesOfState(name: string, state: State): Generator<TemplateSite> {
  const result = (field: string) => (state.Type === 'Task' && afterTheTask.has(field) ? 'result' : 'neither');
  yield* templatesIn(name, state, '', result);
  const rules = state.Type === 'Choice' ? state.Choices : [];
  for (const [index, rule] of rules.entries()) yield* templatesIn(name, rule, `Choices[${index}]/`, () => 'neither');
  const catchers = state.Type === 'Task' ? state.Catch : [];
  for (const [index, one] of catchers.entries()) yield* templatesIn(name, one, `Catch[${index}]/`, () => 'errorOutput');
}

/** Every value of a definition that may hold expressions. */
export function templatesOf(definition: StateMachineDefinition): TemplateSite[] {
  return Object.entries(definition.States).flatMap(([name, state]) => [...templatesOfState(name, state)]);
}

/** The strings of a template, each with the path to it. */
export function* stringsIn(template: JsonValue, field: string): Generator<{ field: string; text: string }> {
  if (typeof template === 'string') yield { field, text: template };
  if (typeof template !== 'object' || template === null) return;
  const members = Array.isArray(template)
    ? template.map((item, index) => [`${field}[${index}]`, item] as const)
    : Object.entries(template).map(([key, member]) => [`${field}/${key}`, member] as const);
  for (const [path, member] of members) yield* stringsIn(member, path);
}
