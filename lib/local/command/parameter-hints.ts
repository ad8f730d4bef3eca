/** What is said of an input that refers to a parameter without a value. */
const WITHOUT_VALUE = /got "\{\{ parameters\.([\w-]+) \}\}", allowed: a path that has a value here/;

/** How to give the parameters for the want of which an input was refused, a line each. */
export function parameterHints(command: string, problems: readonly string[]): string[] {
  const missing = new Set(problems.flatMap((line) => WITHOUT_VALUE.exec(line)?.[1] ?? []));
  return [...missing].map((name) =>
    command === 'run' && name === 'site'
      ? 'try:     --param site=URL, or --site MODULE, which starts one (for the examples --site examples/site/site.ts)'
      : `try:     --param ${name}=VALUE`,
  );
}
