import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './reply.ts';
import type { DefinitionKind } from './operation.ts';
import type { route } from './route.ts';
import type { ServiceFault } from './service-fault.ts';

/** One of the ways in which the service is spoken to. Behind them are the same operations and records. */
export interface Front {
  /** How the paths begin that are its own. */
  readonly root: string;
  /** Gives each answer's own id. */
  readonly requestIdHeader: string;
  readonly route: typeof route;
  /** @throws ServiceFault */
  readonly checkAuthorization: (headers: IncomingHttpHeaders) => void;
  readonly failure: (fault: ServiceFault) => Answer;
  /** What this way says of workflow definitions, whatever was chosen. */
  readonly definitions?: DefinitionKind;
}
