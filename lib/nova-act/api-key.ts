import { AuthError } from '../act/errors.ts';

/** A key of nova.amazon.com, or where to read it. */
export type ApiKeySource = string | (() => string | Promise<string>);

const LENGTH = 36;

/** What is wrong with the form of a key, without showing it; undefined when nothing is. */
export function apiKeyProblem(key: unknown): string | undefined {
  if (typeof key === 'string' && key.length === LENGTH && /^[\x21-\x7e]*$/.test(key)) return undefined;
  const came = typeof key === 'string' ? `has ${key.length} characters` : `is of type ${typeof key}`;
  return `${came}, allowed: ${LENGTH} without blanks. Copy the key of nova.amazon.com whole.`;
}

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
    const source = this.#source;
    // Whatever the function is and does: one that throws instead of rejecting is told like any other.
    const key: unknown = typeof source === 'string' ? source : await (async () => source())().catch(unreadable);
    const problem = apiKeyProblem(key);
    if (typeof key !== 'string' || problem !== undefined) throw new AuthError(`The API key ${problem}`);
    return key;
  }
}

function unreadable(error: unknown): never {
  const reason = error instanceof Error ? error.message : 'what was thrown is no Error';
  throw new AuthError(`The API key cannot be read: ${reason}`, { cause: error });
}
