import type { Service } from './operation.ts';
import type { ActRecord, DefinitionRecord, RunRecord } from './records.ts';
import { invalidStatus } from './service-fault.ts';

/** What a client may end a run or an act as. */
const endings: readonly string[] = ['SUCCEEDED', 'FAILED'];

/** @throws ServiceFault when it is over, so that nothing more can be written to it */
export function checkRunning<T extends RunRecord | ActRecord>(record: T): T {
  if (record.status !== 'RUNNING') throw invalidStatus(`It is ${record.status}, and would have to be RUNNING`);
  return record;
}

/**
 * Ends a run or an act as the client wants it. Ending it the same way again is allowed, since updates are idempotent.
 * @throws ServiceFault
 */
export function end(record: RunRecord | ActRecord, status: string, now: Date): void {
  if (!endings.includes(status)) throw invalidStatus(`${status} cannot be set; allowed are ${endings.join(', ')}`);
  if (record.status !== status) checkRunning(record);
  record.status = status;
  record.endedAt ??= now;
}

/**
 * The definition that a new run belongs to.
 * @throws ServiceFault when it would have to be created first, or is being deleted
 */
export function definitionForRun({ records, definitions, clock }: Service, name: string): DefinitionRecord {
  const found = definitions === 'explicit' ? records.definition(name) : records.findDefinition(name);
  if (found?.deletedAt !== undefined) throw invalidStatus('It is DELETING, and would have to be ACTIVE');
  if (found !== undefined) return found;
  const implied = {
    workflowDefinitionName: name,
    description: undefined,
    exportConfig: undefined,
    createdAt: new Date(clock.now()),
    deletedAt: undefined,
  };
  records.definitions.push(implied);
  return implied;
}

/** @throws ServiceFault when lists of this definition would have to be refused, as it does not exist */
export function checkDefinition({ records, definitions }: Service, name: string): void {
  if (definitions === 'explicit') records.definition(name);
}
