import type { JsonValue } from '../../../act/json.ts';
import type { AnswerSource } from './answer-source.ts';
import { CannotDo, NotSeen } from './cannot-do.ts';

type Schema = Readonly<Record<string, JsonValue>>;
type Shape = (schema: Schema, source: AnswerSource, root: Schema) => JsonValue;

const SHAPES: Readonly<Record<string, Shape>> = {
  string: (schema, source) => oneOf(schema, String(source.value())),
  number: (_, source) => toNumber(source.value()),
  integer: (_, source) => {
    const number = toNumber(source.value());
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
  if (schema === undefined) return String(source.value());
  const root = asSchema(schema);
  const value = shaped(root, source, root);
  const isPlainString = root['type'] === 'string' && Object.keys(root).length === 1;
  return isPlainString && typeof value === 'string' && !isJson(value) ? value : JSON.stringify(value);
}

function shaped(schema: Schema, source: AnswerSource, root: Schema): JsonValue {
  const { schema: plain, isNullable } = withoutNull(resolved(schema, root), root);
  const type = plain['type'] ?? (plain['properties'] ? 'object' : plain['items'] ? 'array' : 'string');
  const shape = typeof type === 'string' && Object.hasOwn(SHAPES, type) ? SHAPES[type] : undefined;
  if (!shape) throw new CannotDo(`The planner cannot shape an answer to the schema's type ${JSON.stringify(type)}.`);
  try {
    return shape(plain, source, root);
  } catch (error) {
    if (isNullable && error instanceof NotSeen) return null;
    throw error;
  }
}

function toObject(schema: Schema, source: AnswerSource, root: Schema): JsonValue {
  const properties = Object.entries(asSchema(schema['properties']));
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

function oneOf(schema: Schema, text: string): string {
  if (!Array.isArray(schema['enum'])) return text;
  const chosen = schema['enum'].find((each) => typeof each === 'string' && each.toLowerCase() === text.toLowerCase());
  if (typeof chosen === 'string') return chosen;
  throw new CannotDo(`The page says “${text}”, which is none of ${JSON.stringify(schema['enum'])}.`);
}

/** `£1,234.50` → 1234.5. More than one number in the text is refused, for which of them is meant cannot be known. */
function toNumber(value: string | number | boolean): number {
  if (typeof value === 'number') return value;
  const numbers = String(value).match(/(?<![\w.,])[-−]?[\p{Sc}]? ?\d[\d.,\u00A0\u202F']*|\d[\d.,]*/gu) ?? [];
  const [first] = numbers;
  if (first === undefined || numbers.length > 1)
    throw new CannotDo(`A number is asked for, and “${String(value).slice(0, 80)}” holds ${numbers.length} of them.`);
  const sign = /^[-−]/.test(first) ? -1 : 1;
  return sign * Number(withPoint(first.replace(/[^\d.,]/g, '').replace(/[.,]$/, '')));
}

/** The last of two different separators is the decimal one; a comma alone is, unless three digits follow it. */
function withPoint(digits: string): string {
  const decimal = /[.,](?=\d*$)/.exec(digits)?.[0] ?? '.';
  const isThousands =
    digits.split(decimal).length > 2 || (decimal === ',' && !digits.includes('.') && /,\d{3}$/.test(digits));
  if (isThousands) return digits.replaceAll(/[.,]/g, '');
  const other = decimal === ',' ? '.' : ',';
  return digits.replaceAll(other, '').replace(decimal, '.');
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
