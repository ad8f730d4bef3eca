/**
 * What was thrown, as a text: `<Name>: <message>` of an error. Code of users may throw anything, and reading that may throw
 * in its turn; this never does.
 */
export function textOf(thrown: unknown): string {
  return [nameOf(thrown), messageOf(thrown)].filter(Boolean).join(': ');
}

/** The same without the name. */
export function messageOf(thrown: unknown): string {
  const text = readable(() => {
    if (!(thrown instanceof Error)) return String(thrown);
    const { message }: { readonly message: unknown } = thrown;
    return typeof message === 'string' ? message : '';
  });
  return text ?? 'an object without a text';
}

/** The name of an error, or undefined for what has none. */
export function nameOf(thrown: unknown): string | undefined {
  return readable(() => {
    if (!(thrown instanceof Error)) return undefined;
    const { name }: { readonly name: unknown } = thrown;
    return typeof name === 'string' ? name : 'Error';
  });
}

function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
