/** What a person should know though nothing failed by it: a process warning, with its cause. */
export function warn(what: string, cause: unknown): void {
  process.emitWarning(
    `${what}: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`,
    'NovaActWarning',
  );
}
