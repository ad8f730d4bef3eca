import type { Observation } from '../../lib/act/observation.ts';
import type { CallResult } from '../../lib/act/step.ts';
import { startEmulator } from '../../lib/local/emulator/emulator.ts';
import type { Planner } from '../../lib/local/emulator/planner.ts';
import type { RepeatedStep } from '../../lib/local/emulator/repeated-step.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import type { NovaActServiceOptions } from '../../lib/nova-act/nova-act-service.ts';

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

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

/** An emulator, a service client that speaks to it, and a session to act in. */
export async function emulatedService({
  planner = looking,
  repeatedStep,
  ...options
}: { planner?: Planner; repeatedStep?: RepeatedStep } & Pick<NovaActServiceOptions, 'requestTimeoutMs'> = {}) {
  const emulator = await startEmulator({ planner, repeatedStep });
  const service = new NovaActService({ endpoint: emulator.url, credentials, ...options });
  const workflowDefinitionName = 'price-check';
  const modelId = 'nova-act-latest';
  const workflowRunId = await service.createWorkflowRun({ workflowDefinitionName, modelId, clientToken: token() });
  const sessionId = await service.createSession({ workflowDefinitionName, workflowRunId, clientToken: token() });
  const session = { workflowDefinitionName, workflowRunId, sessionId };
  return {
    emulator,
    service,
    session,
    acts: service.actService(session),
    /** How many requests of an operation the emulator received. */
    received: (operation: string) => emulator.requests.filter((request) => request.operation === operation).length,
    async [Symbol.asyncDispose]() {
      service[Symbol.dispose]();
      await emulator.close();
    },
  };
}
