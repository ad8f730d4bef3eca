import { InvalidInput } from '../../run/errors.ts';
import { type Access, type AccessOptions, openAccess } from './access.ts';
import { DEFAULT_STACK, describeStack, onlyWorkflow } from './deployed-workflow.ts';
import {
  checkExecutionArn,
  checkExecutionName,
  checkStateMachineArn,
  executionArnOf,
  isArn,
  stateMachineArnOf,
  withoutVersion,
} from './names.ts';

/** What the command line says of where a workflow is deployed. */
export interface Where extends AccessOptions {
  /** Whose outputs name the state machine and the rest. Default {@link DEFAULT_STACK}. */
  readonly stack: string | undefined;
  /** ARN; default: the one among the stack's outputs. */
  readonly stateMachine: string | undefined;
}

export function stackOf({ stack = DEFAULT_STACK }: Where): string {
  return stack;
}

/** @throws InvalidInput when there is no such stack or ARN; AwsProblem */
export async function locateStateMachine(where: Where): Promise<{ access: Access; stateMachineArn: string }> {
  const { stateMachine } = where;
  const given = stateMachine === undefined ? undefined : checkStateMachineArn(stateMachine);
  const access = await openAccess(where, given);
  const stateMachineArn = given ?? onlyWorkflow(await describeStack(access, stackOf(where))).stateMachineArn;
  return { access, stateMachineArn };
}

/**
 * @param execution - its ARN; or its name, with which the state machine is needed as well
 * @throws InvalidInput when there is no such stack or ARN; AwsProblem
 */
export async function locateExecution(
  where: Where,
  execution: string,
): Promise<{ access: Access; executionArn: string }> {
  if (isArn(execution)) {
    const executionArn = checkExecutionArn(execution);
    const { stateMachine } = where;
    const its = stateMachineArnOf(executionArn);
    if (stateMachine !== undefined && withoutVersion(checkStateMachineArn(stateMachine)) !== its)
      throw new InvalidInput([
        `--state-machine: got '${stateMachine}', allowed: ${its}, which the execution's ARN names`,
      ]);
    return { access: await openAccess(where, executionArn), executionArn };
  }
  checkExecutionName(execution, 'EXECUTION');
  const { access, stateMachineArn } = await locateStateMachine(where);
  return { access, executionArn: executionArnOf(stateMachineArn, execution) };
}
