import { conflict } from './service-fault.ts';

/** Remembers what was created for a client token, so that asking again gives it again. */
export class Idempotency {
  readonly #created = new Map<string, { readonly parameters: string; readonly output: object }>();

  /** @throws ServiceFault `ConflictException` when the token was used with other parameters. */
  once(operation: string, input: { readonly clientToken?: string | undefined }, create: () => object): object {
    if (input.clientToken === undefined) return create();
    const key = `${operation} ${input.clientToken}`;
    const parameters = JSON.stringify(input);
    const before = this.#created.get(key);
    if (before === undefined) {
      const output = create();
      this.#created.set(key, { parameters, output });
      return output;
    }
    if (before.parameters === parameters) return before.output;
    throw conflict('This client token was used with other parameters', 'ClientToken', input.clientToken);
  }
}
