import { InvalidInput } from '../../run/errors.ts';
import { EXECUTION_NAME, EXECUTION_NAMES } from '../../run/run.ts';

const STATE_MACHINE = /^arn:aws[a-z-]*:states:([a-z0-9-]+):\d{12}:stateMachine:([^:\s]{1,80})(:[^:\s]+)?$/;
const EXECUTION = /^arn:aws[a-z-]*:states:([a-z0-9-]+):\d{12}:execution:[^:\s]{1,80}:([^:/\s]{1,80})$/;
export function isArn(text: string): boolean {
  return text.startsWith('arn:');
}

/** The region that an ARN of Step Functions names; undefined where it is none. */
export function regionOfArn(arn: string): string | undefined {
  return (EXECUTION.exec(arn) ?? STATE_MACHINE.exec(arn))?.[1];
}

/** @throws InvalidInput */
export function checkStateMachineArn(arn: string): string {
  if (STATE_MACHINE.test(arn)) return arn;
  throw new InvalidInput([
    `--state-machine: got '${arn}', allowed: an ARN such as arn:aws:states:us-east-1:123456789012:stateMachine:NAME`,
  ]);
}

/** @throws InvalidInput */
export function checkExecutionName(name: string, option: string): string {
  if (EXECUTION_NAME.test(name)) return name;
  throw new InvalidInput([`${option}: got '${name}', allowed: ${EXECUTION_NAMES}`]);
}

/** @throws InvalidInput */
export function checkExecutionArn(arn: string): string {
  if (EXECUTION.test(arn)) return arn;
  throw new InvalidInput([
    `EXECUTION: got '${arn}', allowed: a name, or an ARN such as arn:aws:states:us-east-1:123456789012:execution:STATE_MACHINE:NAME`,
  ]);
}

export function nameOfExecution(executionArn: string): string {
  return executionArn.split(':').at(-1) ?? '';
}

export function executionArnOf(stateMachineArn: string, name: string): string {
  return `${withoutVersion(stateMachineArn).replace(':stateMachine:', ':execution:')}:${name}`;
}

export function stateMachineArnOf(executionArn: string): string {
  return executionArn.replace(':execution:', ':stateMachine:').split(':').slice(0, 7).join(':');
}

/** Executions are the state machine's, whichever version or alias of it was started. */
export function withoutVersion(stateMachineArn: string): string {
  return stateMachineArn.split(':').slice(0, 7).join(':');
}

/** Where a person sees the execution in AWS's console. */
export function consoleLink(executionArn: string): string {
  const region = regionOfArn(executionArn) ?? 'us-east-1';
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${executionArn}`;
}
