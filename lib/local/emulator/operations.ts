import type { OperationName } from '../../nova-act/constraints.ts';
import type { Operation } from './operation.ts';
import { actOperations } from './operations/acts.ts';
import { definitionOperations } from './operations/definitions.ts';
import { modelOperations } from './operations/models.ts';
import { runOperations } from './operations/runs.ts';
import { sessionOperations } from './operations/sessions.ts';

/** All operations of the service. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  ...definitionOperations,
  ...runOperations,
  ...sessionOperations,
  ...actOperations,
  ...modelOperations,
};
