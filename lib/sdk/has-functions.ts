/** Whether a value, which may come from JavaScript, is an object with these functions. */
export function hasFunctions(given: unknown, ...names: readonly string[]): boolean {
  return (
    typeof given === 'object' && given !== null && names.every((name) => typeof Reflect.get(given, name) === 'function')
  );
}
