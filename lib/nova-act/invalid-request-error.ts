import type { OperationName } from './constraints.ts';

/** A request that the service would refuse. It was not sent. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
  readonly operation: OperationName;
  /** With the names of its parents and its place in lists, such as `toolSpecs.0.name`. */
  readonly member: string;
  constructor(operation: OperationName, member: string, problem: string) {
    super(`${operation}: ${member} ${problem}`);
    this.operation = operation;
    this.member = member;
  }
}
