import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Clock, Secrets } from '../../lib/act/ports.ts';
import { ApiKeyService } from '../../lib/nova-act/api-key-service.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { CloudWatchLogGroup } from '../../lib/report/cloudwatch-log-group.ts';
import { FileLogGroup } from '../../lib/report/file-log-group.ts';
import type { Artifacts, JournalStore, LogGroup, RunCredentials, RunService, Seal } from '../../lib/run/ports.ts';
import { aesSeal } from '../../lib/storage/aes-seal.ts';
import { DirectoryArtifacts } from '../../lib/storage/directory-artifacts.ts';
import { DynamoDbJournalStore } from '../../lib/storage/dynamodb-journal-store.ts';
import { EnvironmentSecrets } from '../../lib/storage/environment-secrets.ts';
import { S3Artifacts } from '../../lib/storage/s3-artifacts.ts';
import { SecretsManagerSecrets } from '../../lib/storage/secrets-manager-secrets.ts';
import { SqliteJournalStore } from '../../lib/storage/sqlite-journal-store.ts';
import type { Configuration, Storage } from './configuration.ts';

/** What a run is kept in and worked with, made once per environment. */
export interface Ports {
  readonly store: JournalStore;
  readonly logGroup: LogGroup;
  readonly secrets: Secrets;
  readonly service: RunService;
  readonly clock: Clock;
  readonly seal: Seal;
  /** By the execution's name. */
  readonly artifactsOf: (execution: string) => Artifacts;
}

/** How long one request to the service may take. */
export const REQUEST_TIMEOUT_MS = 60_000;

const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (milliseconds) => sleep(milliseconds),
};

type Places = Pick<Configuration, 'storage' | 'serviceEndpoint'> & Partial<Pick<Configuration, 'apiKeySecret'>>;

/** What a run's rights are for; with an API key the service is not among it. */
export type LentPorts = Pick<Ports, 'store' | 'logGroup' | 'artifactsOf'> &
  Partial<Pick<Ports, 'service'>> &
  Disposable;

export function makePorts({ storage, serviceEndpoint, apiKeySecret }: Places): Ports {
  const kept = storage.kind === 'local' ? localPorts(storage) : stackPorts(storage);
  const options = { endpoint: serviceEndpoint, requestTimeoutMs: REQUEST_TIMEOUT_MS };
  return {
    ...kept,
    service:
      apiKeySecret === undefined
        ? // Signed for us-east-1 from anywhere: the service exists there only.
          new NovaActService(options)
        : new ApiKeyService({ ...options, apiKey: () => kept.secrets.read(apiKeySecret) }),
    clock: systemClock,
  };
}

/** What works with rights on one run in place of the function's own; to be disposed of with them. */
export function makeLentPorts(
  storage: StackStorage,
  { serviceEndpoint, apiKeySecret }: Omit<Places, 'storage'>,
  credentials: RunCredentials,
): LentPorts {
  const lent = storagePorts(storage, { credentials, requestHandler: connections });
  if (apiKeySecret !== undefined) return { ...lent, [Symbol.dispose]: () => {} };
  const service = new NovaActService({ endpoint: serviceEndpoint, requestTimeoutMs: REQUEST_TIMEOUT_MS, credentials });
  return { ...lent, service, [Symbol.dispose]: () => service[Symbol.dispose]() };
}

type StackStorage = Extract<Storage, { kind: 'aws' }>;

// Of all slices of an environment: the clients of one leave no connection behind when those of the next one come.
const connections = new NodeHttpHandler();

function localPorts(storage: Extract<Storage, { kind: 'local' }>): Omit<Ports, 'service' | 'clock'> {
  return {
    store: new SqliteJournalStore(join(storage.directory, 'journal.sqlite')),
    logGroup: new FileLogGroup(join(storage.directory, 'logs')),
    secrets: new EnvironmentSecrets(storage.secrets),
    seal: aesSeal(storage.checkpointKey),
    artifactsOf: (name) => new DirectoryArtifacts(join(storage.directory, 'runs', name)),
  };
}

function stackPorts(storage: StackStorage): Omit<Ports, 'service' | 'clock'> {
  return {
    ...storagePorts(storage, {}),
    secrets: new SecretsManagerSecrets(new SecretsManagerClient({})),
    // Table and bucket encrypt what they hold.
    seal: { close: (bytes) => bytes, open: (bytes) => bytes },
  };
}

/** What may be worked with in another's name. */
function storagePorts(
  { table, bucket }: StackStorage,
  options: { readonly credentials?: RunCredentials; readonly requestHandler?: NodeHttpHandler },
): Pick<Ports, 'store' | 'logGroup' | 'artifactsOf'> {
  const s3 = new S3Client(options);
  return {
    store: new DynamoDbJournalStore(new DynamoDBClient(options), table),
    // Tried again by whoever sends the log, who looks first whether a request without an answer was done.
    logGroup: new CloudWatchLogGroup(new CloudWatchLogsClient({ ...options, maxAttempts: 1 })),
    artifactsOf: (name) => new S3Artifacts(s3, bucket, `runs/${name}/`),
  };
}
