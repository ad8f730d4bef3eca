const placeholder = /\$\{([^}]*)\}/g;

/**
 * Fills the `${Name}` placeholders of a definition's text, as a deployment does. Values are escaped for the JSON strings
 * that they stand in. Throws when the text has a placeholder without a value, or lacks one that a value is given for.
 */
export function substitute(text: string, placeholders: Record<string, string>): string {
  const wanted = new Set(Array.from(text.matchAll(placeholder), ([, name = '']) => name));
  const values = new Map(Object.entries(placeholders));
  const unknown = [...wanted].filter((name) => !values.has(name)).map((name) => `no value for \${${name}}`);
  const unused = [...values.keys()]
    .filter((name) => !wanted.has(name))
    .map((name) => `no \${${name}} to put a value into`);
  const filled = text.replace(placeholder, (_, name: string) => JSON.stringify(values.get(name) ?? '').slice(1, -1));
  const left = filled.includes('${') && unknown.length === 0 ? ['a `${` is left over'] : [];
  const problems = [...unknown, ...unused, ...left];
  if (problems.length > 0) throw new Error(`The placeholders do not fit: ${problems.join('; ')}.`);
  return filled;
}
