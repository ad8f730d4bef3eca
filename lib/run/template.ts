import type { JsonValue } from '../act/json.ts';

/** What `{{ path }}` may name. Nothing is evaluated: a path is looked up, that is all. */
export interface TemplateValues {
  readonly parameters: { readonly [key: string]: JsonValue };
  readonly acts: { readonly [id: string]: { readonly response?: JsonValue } };
  readonly execution: { readonly name: string; readonly startTime: string };
}

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The paths a text names, in order. */
export function templatePaths(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, path]) => path ?? '');
}

/** Whether a `{{` has no `}}`: surely a slip, and the agent would read it as it is. */
export function hasOpenPlaceholder(text: string): boolean {
  return text.replaceAll(PLACEHOLDER, '').includes('{{');
}

/** The value at a path, or undefined when there is none. */
export function lookUp(path: string, values: TemplateValues): JsonValue | undefined {
  let value: JsonValue | undefined = { ...values, acts: { ...values.acts } };
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Array.isArray(value) ? value[Number(key)] : value[key];
  }
  return value;
}

/**
 * The text with each `{{ path }}` replaced by its value: a text as it is, anything else as JSON.
 *
 * @param missing - called for a path without a value; it throws
 */
export function render(text: string, values: TemplateValues, missing: (path: string) => never): string {
  return text.replaceAll(PLACEHOLDER, (_, path: string) => {
    const value = lookUp(path, values);
    if (value === undefined) return missing(path);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
