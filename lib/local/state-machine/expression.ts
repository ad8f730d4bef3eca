import jsonata from 'jsonata';
import type { Expression } from 'jsonata';
import type { JsonValue } from '../../act/json.ts';
import { isObject } from './is-object.ts';
import { registerFunctions } from './jsonata-functions.ts';
import { StateError } from './state-error.ts';

/** The JSONata text inside `{% %}`; undefined for a string that is meant literally. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
}

const failed = (source: string, field: string, what: string): StateError =>
  new StateError(
    'States.QueryEvaluationError',
    `The JSONata expression '${source}' specified for the field '${field}' ${what}`,
  );

const messageOf = (error: unknown): string => {
  const { code, message } = isObject(error) ? error : { message: error };
  return `${typeof code === 'string' ? `${code}: ` : ''}${String(message)}`;
};

/** Plain JSON from what JSONata returns: its arrays carry flags, and a function may stand where a value should. */
function plain(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(plain);
  // JSONata's own mark on a function that an expression defined.
  if (isObject(value) && !('_jsonata_lambda' in value) && !('_jsonata_function' in value)) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(entries.map(([key, member]) => [key, plain(member)]));
  }
  throw new Error('a function is not a value');
}

/** Evaluates the templates of one execution; each expression is compiled once. */
export class Evaluator {
  readonly #compiled = new Map<string, Expression>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /**
   * A template with every `{% %}` in it replaced by its value. `field` names the template in the cause, parts joined by
   * slashes. Throws `States.QueryEvaluationError` for an expression that throws or gives nothing.
   */
  async evaluate(template: JsonValue, field: string, bindings: Record<string, unknown>): Promise<JsonValue> {
    if (typeof template === 'string') {
      const source = expressionIn(template);
      return source === undefined ? template : await this.#value(source, field, bindings);
    }
    if (Array.isArray(template)) {
      return await Promise.all(
        template.map(async (item, index) => await this.evaluate(item, `${field}[${index}]`, bindings)),
      );
    }
    if (template === null || typeof template !== 'object') return template;
    return Object.fromEntries(
      await Promise.all(
        Object.entries(template).map(
          async ([key, member]) => [key, await this.evaluate(member, `${field}/${key}`, bindings)] as const,
        ),
      ),
    );
  }

  async #value(source: string, field: string, bindings: Record<string, unknown>): Promise<JsonValue> {
    try {
      const value: unknown = await this.#compile(source).evaluate(undefined, bindings);
      if (value !== undefined) return plain(value);
    } catch (error) {
      throw failed(source, field, `threw an error during evaluation. ${messageOf(error)}`);
    }
    throw failed(source, field, 'returned nothing (undefined).');
  }

  #compile(source: string): Expression {
    const known = this.#compiled.get(source);
    if (known !== undefined) return known;
    const expression = jsonata(source);
    registerFunctions(expression, this.#random);
    this.#compiled.set(source, expression);
    return expression;
  }
}
