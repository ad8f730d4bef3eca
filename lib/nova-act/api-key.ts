import { AuthError } from '../act/errors.ts';

/** A key of nova.amazon.com, or where to read it. */
export type ApiKeySource = string | (() => Promise<string>);

const LENGTH = 36;

/** A key that is shown nowhere: no message, log or cause of an error has it. */
export class ApiKey {
  readonly #source: ApiKeySource;
  #read: Promise<string> | undefined;

  constructor(source: ApiKeySource) {
    this.#source = source;
  }

  /**
   * The key, read once and kept.
   *
   * @throws AuthError
   */
  async read(): Promise<string> {
    this.#read ??= this.#fresh();
    try {
      return await this.#read;
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** The next request reads it anew: it was refused, and may have been exchanged where it is kept. */
  forget(): void {
    this.#read = undefined;
  }

  async #fresh(): Promise<string> {
    const key = typeof this.#source === 'string' ? this.#source : await this.#source().catch(unreadable);
    if (typeof key !== 'string' || key.length !== LENGTH || !/^[\x21-\x7e]*$/.test(key))
      throw new AuthError(
        `The API key is ${typeof key === 'string' ? `${key.length} characters long` : `of type ${typeof key}`}; allowed: ` +
          `${LENGTH} characters without blanks. Copy it from nova.amazon.com anew.`,
      );
    return key;
  }
}

function unreadable(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new AuthError(`The API key cannot be read: ${reason}`, { cause: error });
}
