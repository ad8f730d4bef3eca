import type { Observation } from '../../lib/act/observation.ts';
import type { CallResult } from '../../lib/act/step.ts';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import type { Emulator } from '../../lib/local/emulator/emulator.ts';
import type { Fault } from '../../lib/local/emulator/fault.ts';
import type { Planner } from '../../lib/local/emulator/planner.ts';
import type { RepeatedStep } from '../../lib/local/emulator/repeated-step.ts';
import { ApiKeyService } from '../../lib/nova-act/api-key-service.ts';
import type { BackedService } from '../../lib/nova-act/backed-service.ts';
import type { CallOptions } from '../../lib/nova-act/call-options.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { credentials } from './closing-client.ts';

export const observation: Observation = {
  activeURL: 'http://127.0.0.1/',
  browserDimensions: {
    windowWidth: 1600,
    windowHeight: 813,
    scrollWidth: 1600,
    scrollHeight: 2000,
    scrollLeft: 0,
    scrollTop: 0,
  },
  idToBboxMap: {},
  screenshotBase64: 'data:image/jpeg;base64,/9j/',
  simplifiedDOM: '',
  timestamp_ms: 1,
  userAgent: 'test',
};

export const startResults: readonly CallResult[] = [
  { callId: 'initiateAct', text: '{}' },
  { callId: 'takeObservation', text: JSON.stringify(observation) },
];

/** Goes on for ever with one look at the page per step. */
export const looking: Planner = { name: 'looking', nextCalls: () => [{ name: 'takeObservation', input: [] }] };

let tokens = 0;
export const token = () => `test-token-${String((tokens += 1)).padStart(30, '0')}`;

export const anAct = () => ({ task: 'Find the kettle', toolSpecs: [], clientToken: token() });

export const apiKey = 'key-of-36-characters-made-for-tests.';

/** An emulator, a service client that speaks to it, and a session to act in. */
export async function emulatedService({
  planner = looking,
  repeatedStep,
  ...options
}: { planner?: Planner; repeatedStep?: RepeatedStep } & CallOptions = {}) {
  const emulator = await startEmulator({ planner, repeatedStep });
  return serviceOf(emulator, new NovaActService({ endpoint: emulator.url, credentials, ...options }));
}

/** The same with an API key. */
export async function emulatedApiKeyService(options: CallOptions = {}) {
  const emulator = await startEmulator({ planner: looking });
  return serviceOf(emulator, new ApiKeyService({ endpoint: emulator.url, apiKey, ...options }));
}

/** Both ways to the service, for what is the same in them. */
export const ways = [
  ['with AWS credentials', emulatedService],
  ['with an API key', emulatedApiKeyService],
] as const;

async function serviceOf(emulator: Emulator, service: BackedService) {
  const workflowDefinitionName = 'price-check';
  const modelId = 'nova-act-latest';
  const workflowRunId = await service.createWorkflowRun({ workflowDefinitionName, modelId, clientToken: token() });
  const sessionId = await service.createSession({ workflowDefinitionName, workflowRunId, clientToken: token() });
  const session = { workflowDefinitionName, workflowRunId, sessionId };
  const acts = service.actService(session);
  return {
    emulator,
    service,
    session,
    acts,
    /** How many requests of an operation the emulator received. */
    received: (operation: string) => emulator.requests.filter((request) => request.operation === operation).length,
    /** What comes of an act's first step when this goes wrong with it. */
    failureOfStep: async (fault: Fault): Promise<unknown> => {
      const actId = await acts.createAct(anAct());
      emulator.queueFaults('InvokeActStep', fault);
      return acts
        .invokeActStep({ actId, previousStepId: undefined, callResults: startResults })
        .catch((error: unknown) => error);
    },
    async [Symbol.asyncDispose]() {
      service[Symbol.dispose]();
      await emulator.close();
    },
  };
}
