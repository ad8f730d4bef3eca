import { isDeepStrictEqual } from 'node:util';
import { conflict } from './service-fault.ts';

/** Remembers what was created for a client token, so that asking again gives it again. */
export class Idempotency {
  readonly #created = new Map<string, { readonly input: object; readonly output: object }>();

  /** @throws ServiceFault `ConflictException` when the token was used with other parameters. */
  once(operation: string, input: { readonly clientToken?: string | undefined }, create: () => object): object {
    if (input.clientToken === undefined) return create();
    const key = `${operation} ${input.clientToken}`;
    const before = this.#created.get(key);
    if (before === undefined) {
      const output = create();
      this.#created.set(key, { input, output });
      return output;
    }
    // The order of the keys does not count, also within a tool's schema.
    if (isDeepStrictEqual(before.input, input)) return before.output;
    throw conflict('This client token was used with other parameters', 'ClientToken', input.clientToken);
  }
}
