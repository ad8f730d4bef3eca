import { SecretUnavailable } from '../act/errors.ts';
import type { Secrets } from '../act/ports.ts';

/** Secrets of one machine: variables whose names begin with `NOVA_ACT_SECRET_`. */
export class EnvironmentSecrets implements Secrets {
  readonly #values: Readonly<Record<string, string>>;

  /** @param values - by variable name */
  constructor(values: Readonly<Record<string, string>>) {
    this.#values = values;
  }

  async read(name: string): Promise<string> {
    const variable = `NOVA_ACT_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
    const value = this.#values[variable];
    if (value === undefined || value === '')
      throw new SecretUnavailable(`secret '${name}' is not here: set the environment variable ${variable}`);
    return value;
  }
}
