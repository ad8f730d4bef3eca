import type { ChoiceState, FailState, State } from './definition.ts';
import { performTask } from './perform-task.ts';
import { StateError, mistyped } from './state-error.ts';
import { type Exit, leave } from './leave.ts';
import type { Visit } from './visit.ts';

async function performChoice(state: ChoiceState, visit: Visit): Promise<Exit> {
  for (const [index, rule] of state.Choices.entries()) {
    const field = `Choices[${index}]/`;
    const holds = await visit.evaluate(rule.Condition, `${field}Condition`);
    if (typeof holds !== 'boolean') throw mistyped(`${field}Condition`, 'true or false', holds);
    if (holds) return await leave(visit, rule.Next, rule, visit.input, {}, field);
  }
  if (state.Default === undefined) {
    throw new StateError('States.NoChoiceMatched', 'No rule of Choices holds, and there is no Default.');
  }
  // The state's own Assign and Output belong to Default alone; a rule that holds brings its own.
  return await leave(visit, state.Default, state, visit.input);
}

async function textOf(template: string | undefined, field: string, visit: Visit): Promise<string | undefined> {
  if (template === undefined) return undefined;
  const text = await visit.evaluate(template, field);
  if (typeof text !== 'string') throw mistyped(field, 'a string', text);
  return text;
}

async function performFail(state: FailState, visit: Visit): Promise<never> {
  const error = await textOf(state.Error, 'Error', visit);
  throw new StateError(error ?? '', await textOf(state.Cause, 'Cause', visit));
}

/** Does what a state's type asks for. Throws {@link StateError} for what ends the execution. */
export async function performState(state: State, visit: Visit): Promise<Exit> {
  switch (state.Type) {
    case 'Task':
      return await performTask(state, visit);
    case 'Choice':
      return await performChoice(state, visit);
    case 'Pass':
      return await leave(visit, state.Next, state, visit.input);
    case 'Succeed':
      return await leave(visit, undefined, state, visit.input);
    case 'Fail':
    default:
      return await performFail(state, visit);
  }
}
