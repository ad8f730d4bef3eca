import { requests } from '../../../nova-act/constraints.ts';
import { operation } from '../operation.ts';

/** The service's models, as its documentation names them. A preview is reached by its alias only, and there is none here. */
const MODEL_ID = 'nova-act-v1.0';
const MINIMUM_COMPATIBILITY_VERSION = 1;
const ALIASES = ['nova-act-latest', 'nova-act-preview'];

export const modelOperations = {
  ListModels: operation({
    http: ['POST', '/models', 200],
    query: { clientCompatibilityVersion: 'integer' },
    input: requests.ListModels,
    perform: (_service, { clientCompatibilityVersion }) => {
      const isSupported = clientCompatibilityVersion >= MINIMUM_COMPATIBILITY_VERSION;
      return {
        modelSummaries: [
          {
            modelId: MODEL_ID,
            modelLifecycle: { status: 'ACTIVE' },
            minimumCompatibilityVersion: MINIMUM_COMPATIBILITY_VERSION,
          },
        ],
        modelAliases: ALIASES.map((aliasName) => ({
          aliasName,
          latestModelId: MODEL_ID,
          resolvedModelId: isSupported ? MODEL_ID : undefined,
        })),
        compatibilityInformation: {
          clientCompatibilityVersion,
          supportedModelIds: isSupported ? [MODEL_ID] : [],
          message: isSupported
            ? undefined
            : `No model supports this version; the lowest supported one is ${MINIMUM_COMPATIBILITY_VERSION}`,
        },
      };
    },
  }),
} as const;
