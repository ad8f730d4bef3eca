import {
  type IStateMachine,
  IntegrationPattern,
  JsonPath,
  QueryLanguage,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import {
  StepFunctionsStartExecution,
  type StepFunctionsStartExecutionJsonataProps,
  type StepFunctionsStartExecutionJsonPathProps,
  type StepFunctionsStartExecutionProps,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { unknownInputKeys } from '../../lambdas/scheduled-input.ts';
import { elsewhereProblem } from './same-region.ts';
import { ContextError } from './setting-values.ts';

/** Which workflow a task runs, and with what. */
export interface NovaActRunOptions {
  /** Of the same account and region. */
  readonly workflow: { readonly stateMachine: IStateMachine };
  /**
   * The run's input: an object in which texts may be expressions. The workflow's `defaultInput` fills in what it leaves
   * out.
   * @default requestId - made of the names of the caller's state machine, execution and state, and in JSONata of the index
   * of the item within a Map: tried again, the state does not do twice what it asks for
   */
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the task itself says. */
type Fixed = 'stateMachine' | 'input' | 'name' | 'integrationPattern' | 'associateWithParent';

/** For a state in JSONata, where expressions are written `{% … %}`. */
export interface NovaActRunJsonataProps
  extends Omit<StepFunctionsStartExecutionJsonataProps, Fixed>, NovaActRunOptions {}

/** For a state in JSONPath, where expressions are those of CDK's `JsonPath`. */
export interface NovaActRunJsonPathProps
  extends Omit<StepFunctionsStartExecutionJsonPathProps, Fixed>, NovaActRunOptions {}

/** Without what is static in it, which takes other props. */
const StartExecution: new (
  scope: Construct,
  id: string,
  props: StepFunctionsStartExecutionProps,
) => StepFunctionsStartExecution = StepFunctionsStartExecution;

/** Names have 80 characters at the most, so that it has 253; outside a Map there is no index, and none is joined. */
const JSONATA_REQUEST_ID =
  "{% $join([$states.context.StateMachine.Name, $states.context.Execution.Name, $states.context.State.Name, $string($states.context.Map.Item.Index)], '/') %}";

/**
 * A task state in which another state machine runs a workflow, waits for its end, and goes on with its result; it fails
 * when the run does.
 */
export class NovaActRun extends StartExecution {
  /** @throws ContextError for keys that no input has, and a workflow of another region */
  static jsonata(scope: Construct, id: string, { workflow, input, ...props }: NovaActRunJsonataProps): NovaActRun {
    return new NovaActRun(scope, id, {
      outputs: '{% $states.result.Output %}',
      ...props,
      ...started(scope, id, { workflow, input: { requestId: JSONATA_REQUEST_ID, ...input }, props }),
      queryLanguage: QueryLanguage.JSONATA,
    });
  }

  /** @throws ContextError for keys that no input has, and a workflow of another region */
  static jsonPath(scope: Construct, id: string, { workflow, input, ...props }: NovaActRunJsonPathProps): NovaActRun {
    const requestId = JsonPath.format(
      '{}/{}/{}',
      JsonPath.stringAt('$$.StateMachine.Name'),
      JsonPath.executionName,
      JsonPath.stateName,
    );
    return new NovaActRun(scope, id, {
      // What the result is made of is the caller's where any of it is said.
      ...(props.resultPath === undefined && props.resultSelector === undefined && { outputPath: '$.Output' }),
      ...props,
      ...started(scope, id, { workflow, input: { requestId, ...input }, props }),
      // Said, so that CDK refuses it in a state machine that is in JSONata.
      queryLanguage: QueryLanguage.JSON_PATH,
    });
  }
}

/** Types leave them out, and JavaScript has no types. */
const FIXED: readonly Fixed[] = ['stateMachine', 'name', 'integrationPattern', 'associateWithParent'];

function started(
  scope: Construct,
  id: string,
  { workflow: { stateMachine }, input, props }: NovaActRunOptions & { readonly props: object },
) {
  const problems = [
    ...FIXED.filter((key) => key in props).map((key) => `${key}: no such prop; the task says it itself`),
    ...elsewhereProblem(scope, 'workflow', stateMachine.env.region),
    // Values may be expressions, and defaults may fill in what is missing; a key is known or not.
    ...unknownInputKeys(input).map((line) => `input.${line}`),
  ];
  if (problems.length > 0) throw new ContextError(problems.map((line) => `${id}: ${line}`).join('\n'));
  return { stateMachine, input: TaskInput.fromObject({ ...input }), integrationPattern: IntegrationPattern.RUN_JOB };
}
