import { textOf } from '../act/text-of.ts';

/** What a person should know though nothing failed by it: a process warning, with its cause, whatever that is. */
export function warn(what: string, cause: unknown): void {
  process.emitWarning(`${what}: ${textOf(cause)}`, 'NovaActWarning');
}
