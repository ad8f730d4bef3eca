import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NovaActClientConfig } from '../../lib/nova-act/client/index.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { ClosingClient, credentials } from './closing-client.ts';
import { token } from './emulated-service.ts';
import { startRecorder } from './recorder.ts';

/** Lets nothing out and says where it would have gone. */
class NoNetwork extends NodeHttpHandler {
  readonly hosts: string[] = [];
  override async handle(request: Parameters<NodeHttpHandler['handle']>[0]): ReturnType<NodeHttpHandler['handle']> {
    this.hosts.push(`${request.protocol}//${request.hostname}`);
    throw new Error('no network here');
  }
}

/** Where a request goes, or why it goes nowhere. */
async function destination(config: NovaActClientConfig): Promise<string> {
  const requestHandler = new NoNetwork();
  using client = new ClosingClient({ ...config, requestHandler, maxAttempts: 1 });
  const error: unknown = await client
    .listModels({ clientCompatibilityVersion: 1 })
    .catch((failure: unknown) => failure);
  return requestHandler.hosts[0] ?? String(error);
}

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'nova-act-endpoint-'));
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

describe('the endpoint', () => {
  it.for([
    ['us-east-1 where nothing is said', {}, 'https://nova-act.us-east-1.amazonaws.com'],
    ['its region', { region: 'eu-west-1' }, 'https://nova-act.eu-west-1.amazonaws.com'],
    ['its partition', { region: 'cn-north-1' }, 'https://nova-act.cn-north-1.amazonaws.com.cn'],
    ['FIPS', { useFipsEndpoint: true }, 'https://nova-act-fips.us-east-1.amazonaws.com'],
    ['dual stack', { useDualstackEndpoint: true }, 'https://nova-act.us-east-1.api.aws'],
    ['both', { useFipsEndpoint: true, useDualstackEndpoint: true }, 'https://nova-act-fips.us-east-1.api.aws'],
    ['an own one', { endpoint: 'https://nova.example/' }, 'https://nova.example'],
    [
      'no own one with FIPS',
      { endpoint: 'https://nova.example', useFipsEndpoint: true },
      'Error: Invalid Configuration: FIPS and custom endpoint are not supported',
    ],
    [
      'no own one with dual stack',
      { endpoint: 'https://nova.example', useDualstackEndpoint: true },
      'Error: Invalid Configuration: Dualstack and custom endpoint are not supported',
    ],
  ] as const)('is that of %s', async ([, config, expected]) => {
    expect(await destination(config)).toBe(expected);
  });

  it.for([
    ['the profile', {}, 'https://of-profile.example'],
    ['the environment before the profile', { AWS_ENDPOINT_URL: 'https://of-all.example' }, 'https://of-all.example'],
    [
      'the environment for this service before all',
      { AWS_ENDPOINT_URL: 'https://of-all.example', AWS_ENDPOINT_URL_NOVA_ACT: 'https://of-nova.example' },
      'https://of-nova.example',
    ],
    [
      'the region where the environment is to be ignored',
      { AWS_ENDPOINT_URL: 'https://of-all.example', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      'https://nova-act.us-east-1.amazonaws.com',
    ],
    [
      'the environment with FIPS never',
      { AWS_ENDPOINT_URL: 'https://of-all.example', AWS_USE_FIPS_ENDPOINT: 'true' },
      'Error: Invalid Configuration: FIPS and custom endpoint are not supported',
    ],
  ] as const)('is taken from %s', async ([, environment, expected]) => {
    writeFileSync(join(home, 'config'), '[default]\nendpoint_url = https://of-profile.example\n');
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    expect(await destination({})).toBe(expected);
  });

  it('is taken from the environment only where none is given', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_NOVA_ACT', 'https://of-nova.example');
    expect(await destination({ endpoint: 'https://nova.example' })).toBe('https://nova.example');
  });

  it('of a run is the one it is given, whatever the environment says', async () => {
    await using recorder = await startRecorder({ body: '{"workflowRunId": "r"}' });
    vi.stubEnv('AWS_ENDPOINT_URL_NOVA_ACT', 'https://of-nova.example');
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    using service = new NovaActService({ endpoint: recorder.url, credentials });

    const run = { workflowDefinitionName: 'n', modelId: 'm', clientToken: token() };
    expect(await service.createWorkflowRun(run)).toBe('r');
  });
});
