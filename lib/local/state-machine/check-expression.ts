import jsonata from 'jsonata';
import { isObject } from './is-object.ts';
import { functionNames } from './jsonata-functions.ts';
import type { TemplateSite } from './templates.ts';

type Node = { type?: unknown; value?: unknown; steps?: unknown; [key: string]: unknown };

const isNode = (value: unknown): value is Node => isObject(value);

const contextFields: Record<string, ReadonlySet<string>> = {
  Execution: new Set(['Id', 'Name', 'StartTime', 'Input']),
  State: new Set(['Name', 'EnteredTime', 'RetryCount']),
  StateMachine: new Set(['Id', 'Name']),
};

/** Below these, names are looked up in a value that is being walked; elsewhere there is nothing to look them up in. */
const walksAValue = new Set(['group', 'predicate', 'stages', 'terms', 'pattern', 'update', 'delete']);

const needsAValue = new Set(['name', 'wildcard', 'descendant', 'parent']);

const named = (value: unknown): string | undefined =>
  isNode(value) && value.type === 'name' && typeof value.value === 'string' ? value.value : undefined;

/** Names that the expression itself binds: `:=`, function parameters, `@$v`, `#$i`. Scopes are not told apart. */
function* namesBoundIn(node: unknown): Generator {
  if (!isNode(node)) return;
  if (node.type === 'bind' && isNode(node['lhs'])) yield node['lhs'].value;
  if (node.type === 'lambda' && Array.isArray(node['arguments'])) {
    yield* node['arguments'].filter(isNode).map(({ value }) => value);
  }
  if (node.type === 'index') yield node.value;
  yield node['focus'];
  yield node['index'];
  for (const child of Object.values(node)) yield* namesBoundIn(child);
}

function problemWithStates(steps: readonly unknown[], sees: TemplateSite['sees']): string | undefined {
  const [, field = '', section = '', member] = steps.map(named);
  if (field === 'input' || field === sees) return undefined;
  if (field !== 'context')
    return field === '' ? 'a bare $states is not implemented' : `$states.${field} is not available here`;
  const members = contextFields[section];
  const known = members !== undefined && (member === undefined ? steps.length === 3 : members.has(member));
  return known ? undefined : `$states.context.${[section, member].filter(Boolean).join('.')} is not implemented`;
}

/**
 * What an expression uses that is not there to be used: functions, variables, fields of `$states`, names without a value
 * to look them up in. `variables` are the names that some state assigns.
 */
export function checkExpression(source: string, sees: TemplateSite['sees'], variables: ReadonlySet<string>): string[] {
  let tree: unknown;
  try {
    tree = jsonata(source).ast();
  } catch (error) {
    return [`not JSONata: ${isObject(error) ? String(error['message']) : ''}`];
  }
  const bound = new Set(namesBoundIn(tree));
  const problems = new Set<string>();

  const visit = (node: unknown, insideAValue: boolean): void => {
    if (Array.isArray(node)) for (const item of node) visit(item, insideAValue);
    if (!isNode(node) || Array.isArray(node)) return;
    const { type, value, steps, ...rest } = node;
    if (type === 'variable') visitVariable(String(value), insideAValue);
    if (typeof type === 'string' && needsAValue.has(type) && !insideAValue)
      problems.add(`${typeof value === 'string' ? value : '%'} has nothing to be looked up in`);
    if (Array.isArray(steps)) visitPath(steps, insideAValue);
    for (const [key, child] of Object.entries(rest)) visit(child, insideAValue || walksAValue.has(key));
  };

  const visitPath = (steps: unknown[], insideAValue: boolean): void => {
    const [first, ...others] = steps;
    const isStates = isNode(first) && first.type === 'variable' && first.value === 'states' && others.length > 0;
    const problem = isStates ? problemWithStates(steps, sees) : undefined;
    if (problem !== undefined) problems.add(problem);
    const { value: _value, type: _type, ...below } = isStates ? first : {};
    visit(isStates ? below : first, insideAValue);
    visit(others, true);
  };

  const visitVariable = (name: string, insideAValue: boolean): void => {
    if (name === '$' || (name === '' && !insideAValue)) problems.add(`$${name} stands for nothing here`);
    else if (name === 'states') problems.add('a bare $states is not implemented');
    else if (name !== '' && !functionNames.has(name) && !variables.has(name) && !bound.has(name)) {
      problems.add(`$${name} is neither a function that is implemented nor a variable that a state assigns`);
    }
  };

  visit(tree, false);
  return [...problems];
}
