import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { EnvironmentSecrets } from '../../lib/storage/environment-secrets.ts';
import { SecretsManagerSecrets } from '../../lib/storage/secrets-manager-secrets.ts';

const unavailable = (message: string) =>
  expect.objectContaining({ name: 'SecretUnavailable', message: expect.stringContaining(message) });

describe('secrets of one machine', () => {
  const secrets = new EnvironmentSecrets({ NOVA_ACT_SECRET_SHOP_PASSWORD: 'kettle', NOVA_ACT_SECRET_EMPTY: '' });

  it.each(['shop/password', 'Shop-Password', 'shop.password'])('%s is a variable in capitals', async (name) => {
    expect(await secrets.read(name)).toBe('kettle');
  });

  it.each(['other', 'empty'])('%s is not there, and the variable that would be it is named', async (name) => {
    await expect(secrets.read(name)).rejects.toThrow(unavailable(`NOVA_ACT_SECRET_${name.toUpperCase()}`));
  });
});

describe('secrets of AWS', () => {
  it('are read by their name, as text', async () => {
    const manager = mockClient(SecretsManagerClient);
    manager.on(GetSecretValueCommand, { SecretId: 'shop/password' }).resolves({ SecretString: 'kettle' });
    const secrets = new SecretsManagerSecrets(new SecretsManagerClient({ region: 'us-east-1' }));
    expect(await secrets.read('shop/password')).toBe('kettle');
  });

  it('that cannot be read are named, with the reason and what to check', async () => {
    const manager = mockClient(SecretsManagerClient);
    const refusal = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    manager
      .on(GetSecretValueCommand)
      .rejectsOnce(refusal)
      .resolves({ SecretBinary: new Uint8Array([1]) });
    const secrets = new SecretsManagerSecrets(new SecretsManagerClient({ region: 'us-east-1' }));
    await expect(secrets.read('shop/password')).rejects.toThrow(
      unavailable("secret 'shop/password' cannot be read (AccessDeniedException)"),
    );
    await expect(secrets.read('shop/password')).rejects.toThrow(unavailable('has no text'));
  });
});
