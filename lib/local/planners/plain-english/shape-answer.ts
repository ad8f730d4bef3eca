import { readAnswer } from '../../../act/answer.ts';
import type { JsonValue } from '../../../act/json.ts';
import type { AnswerSource } from './answer-source.ts';
import { CannotDo, NotSeen, someOf } from './cannot-do.ts';
import { inWords } from './match-text.ts';
import { toNumber } from './to-number.ts';

type Schema = Readonly<Record<string, JsonValue>>;
type Shape = (schema: Schema, source: AnswerSource, root: Schema) => JsonValue;

const SHAPES: Readonly<Record<string, Shape>> = {
  string: (_, source) => source.text(),
  number: (_, source) => numberIn(source),
  integer: (_, source) => {
    const number = numberIn(source);
    if (!Number.isInteger(number)) throw new CannotDo(`A whole number is asked for, and the page says ${number}.`);
    return number;
  },
  boolean: (_, source) => toBoolean(source.value()),
  array: (schema, source, root) => source.entries().map((entry) => shaped(asSchema(schema['items']), entry, root)),
  object: toObject,
};

/**
 * The text of `return`. Without a schema it is the text itself; for exactly `{"type":"string"}` as well, unless that
 * text would be taken for JSON; for any other schema it is JSON of that shape.
 *
 * @throws NotSeen when a required part is not in view
 * @throws CannotDo when what the page says does not fit, or the schema uses what is not understood
 */
export function shapeAnswer(schema: JsonValue | undefined, source: AnswerSource): string {
  if (schema === undefined) return asText(source.whole());
  const root = asSchema(schema);
  const value = shaped(root, source, root);
  const isPlainString = root['type'] === 'string' && Object.keys(root).length === 1;
  const text = isPlainString && typeof value === 'string' && !isJson(value) ? value : JSON.stringify(value);
  refuseMisfit(text, schema);
  return text;
}

/** The same check as the one that the answer meets when it arrives, so that a wrong one never leaves. */
function refuseMisfit(text: string, schema: JsonValue): void {
  try {
    readAnswer(text, asSchema(schema));
  } catch (error) {
    throw new CannotDo(
      `No answer that fits the schema was found: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function shaped(schema: Schema, source: AnswerSource, root: Schema): JsonValue {
  const { schema: plain, isNullable } = withoutNull(resolved(schema, root), root);
  try {
    return shapeOf(plain)(plain, source, root);
  } catch (error) {
    if (isNullable && error instanceof NotSeen) return null;
    throw error;
  }
}

function shapeOf(schema: Schema): Shape {
  const { type = schema['properties'] ? 'object' : schema['items'] ? 'array' : undefined, enum: choices } = schema;
  if (Array.isArray(choices)) return (_, source) => oneOf(choices, source.value());
  if (type === undefined) return (_, source) => source.whole();
  const shape = typeof type === 'string' && Object.hasOwn(SHAPES, type) ? SHAPES[type] : undefined;
  if (shape) return shape;
  throw new CannotDo(`The planner cannot shape an answer to the schema's type ${JSON.stringify(type)}.`);
}

function toObject(schema: Schema, source: AnswerSource, root: Schema): JsonValue {
  const properties = Object.entries(asSchema(schema['properties']));
  if (properties.length === 0) return source.whole();
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const read = properties.flatMap(([name, property]): [string, JsonValue][] => {
    try {
      return [[name, shaped(asSchema(property), source.property(name), root)]];
    } catch (error) {
      if (!(error instanceof NotSeen)) throw error;
      // “Return the price” with the schema {amount}: the only property is what was asked for.
      if (properties.length === 1) return [[name, shaped(asSchema(property), source, root)]];
      if (required.includes(name)) throw error;
      return [];
    }
  });
  if (read.length === 0) throw new NotSeen(`None of ${someOf(properties.map(([name]) => inWords(name)))} is in view.`);
  return Object.fromEntries(read);
}

function resolved(schema: Schema, root: Schema): Schema {
  const [, section = '', name = ''] =
    /^#\/(\$defs|definitions)\/([^/]+)$/.exec(typeof schema['$ref'] === 'string' ? schema['$ref'] : '') ?? [];
  return section === '' ? schema : asSchema(asSchema(root[section])[name]);
}

/** The schema for what is there, and whether `null` is allowed for what is not. */
function withoutNull(schema: Schema, root: Schema): { schema: Schema; isNullable: boolean } {
  const choices = Array.isArray(schema['anyOf'])
    ? schema['anyOf'].map((each) => resolved(asSchema(each), root))
    : [schema['type']].flat().map((type) => (type === undefined ? schema : { ...schema, type }));
  const others = choices.filter(({ type }) => type !== 'null');
  return { schema: others[0] ?? schema, isNullable: others.length < choices.length };
}

function asSchema(value: JsonValue | undefined): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The one that says the same, of whatever type; a truth may be called yes or no. */
function oneOf(choices: readonly JsonValue[], value: string | number | boolean): JsonValue {
  const words = [String(value).toLowerCase(), ...(typeof value === 'boolean' ? [value ? 'yes' : 'no'] : [])];
  const chosen = choices.find((each) => words.includes(asText(each).toLowerCase()));
  if (chosen !== undefined) return chosen;
  throw new CannotDo(`The page says “${value}”, which is none of ${JSON.stringify(choices)}.`);
}

function numberIn(source: AnswerSource): number {
  const value = source.value();
  return typeof value === 'number' ? value : toNumber(String(value));
}

function asText(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function toBoolean(value: string | number | boolean): boolean {
  if (typeof value === 'boolean') return value;
  const word = String(value).trim().toLowerCase();
  if (['yes', 'true', 'on'].includes(word)) return true;
  if (['no', 'false', 'off'].includes(word)) return false;
  throw new CannotDo(`Yes or no is asked for, and the page says “${String(value).slice(0, 80)}”.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
