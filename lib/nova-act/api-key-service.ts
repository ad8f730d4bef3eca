import { ApiKeyBackend } from './api-key-backend.ts';
import type { ApiKeyBackendOptions } from './api-key-backend.ts';
import { BackedService } from './backed-service.ts';

/**
 * Nova Act on nova.amazon.com, signed in with an API key, as a run sees it. Every failure is a `NovaActError`. What a run
 * says is sent, and no telemetry beside it.
 *
 * There are no client tokens: a create call that is repeated makes another one, and the first is left unused.
 */
export class ApiKeyService extends BackedService {
  /** @throws RangeError for attempts or time-outs that cannot be */
  constructor(options: ApiKeyBackendOptions) {
    super(new ApiKeyBackend(options));
  }

  /** None: there is no operation that lists runs there, so that what nobody has ended is left to the service. */
  override async openWorkflowRuns(): Promise<never[]> {
    return [];
  }
}
