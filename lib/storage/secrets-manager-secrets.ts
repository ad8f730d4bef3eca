import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretUnavailable } from '../act/errors.ts';
import type { Secrets } from '../act/ports.ts';

/** Secrets of AWS Secrets Manager, as plain text. */
export class SecretsManagerSecrets implements Secrets {
  readonly #client: SecretsManagerClient;

  constructor(client: SecretsManagerClient) {
    this.#client = client;
  }

  async read(name: string): Promise<string> {
    const value = await this.#client.send(new GetSecretValueCommand({ SecretId: name })).catch((error: unknown) => {
      const why = error instanceof Error ? error.name : String(error);
      throw new SecretUnavailable(
        `secret '${name}' cannot be read (${why}): check its name and that the function's role may read it`,
        { cause: error },
      );
    });
    if (!value.SecretString) throw new SecretUnavailable(`secret '${name}' has no text`);
    return value.SecretString;
  }
}
