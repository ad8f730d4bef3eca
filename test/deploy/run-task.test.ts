import { Stack } from 'aws-cdk-lib';
import { DefinitionBody, JsonPath, QueryLanguage, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { NovaActWorkflow } from '../../lib/deploy/nova-act-workflow.ts';
import { NovaActRun, type NovaActRunJsonataProps, type NovaActRunJsonPathProps } from '../../lib/deploy/run-task.ts';
import { checkInput } from '../../lib/run/check-input.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';
import { definitionOf } from '../support/state-machine-definition.ts';
import { resource, synthesizeStack } from './synthesis.ts';

const input = { startingPage: 'https://shop.example.com', acts: [{ prompt: 'Return the price' }] };

type Without<Props> = Omit<Props, 'workflow' | 'input'>;

const inJsonata = (props: Without<NovaActRunJsonataProps> = {}, given: object = input) =>
  synthesized((stack, workflow) => NovaActRun.jsonata(stack, 'Run', { ...props, workflow, input: { ...given } }));
const inJsonPath = (props: Without<NovaActRunJsonPathProps> = {}, given: object = input) =>
  synthesized((stack, workflow) => NovaActRun.jsonPath(stack, 'Run', { ...props, workflow, input: { ...given } }));

/** A state machine of one's own with the task as its only state. */
function synthesized(task: (stack: Stack, workflow: NovaActWorkflow) => NovaActRun) {
  const template = synthesizeStack((stack) => {
    const definitionBody = DefinitionBody.fromChainable(task(stack, new NovaActWorkflow(stack, 'Prices')));
    return new StateMachine(stack, 'Caller', { definitionBody });
  });
  return { template, state: definitionOf(template, 'Caller').States['Run'] ?? {} };
}

const plain = inJsonata();
const longest = 'n'.repeat(80);

/** What Step Functions makes of the task's `requestId`. */
async function requestId(context: object): Promise<unknown> {
  const { Input } = Object(plain.state['Arguments']);
  const expression = /^{%(.*)%}$/.exec(Input.requestId)?.[1] ?? '';
  return jsonata(expression).evaluate({}, { states: { context } });
}

const context = {
  StateMachine: { Name: 'order' },
  Execution: { Name: 'monday' },
  State: { Name: 'Run', RetryCount: 0 },
};

describe('a task that runs a workflow', () => {
  it('starts it, waits for it, and passes on its result, in JSONata', () => {
    expect(plain.state).toEqual({
      End: true,
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: 'arn:PARTITION:states:::states:startExecution.sync:2',
      Arguments: {
        StateMachineArn: expect.stringMatching(/^PricesRunWorkflowStateMachine/),
        Input: { requestId: expect.stringMatching(/^{% .* %}$/), ...input },
      },
      Output: '{% $states.result.Output %}',
    });
  });

  it('does so in JSONPath', () => {
    expect(inJsonPath().state).toEqual({
      End: true,
      Type: 'Task',
      Resource: 'arn:PARTITION:states:::states:startExecution.sync:2',
      Parameters: {
        StateMachineArn: expect.stringMatching(/^PricesRunWorkflowStateMachine/),
        Input: {
          'requestId.$': "States.Format('{}/{}/{}', $$.StateMachine.Name, $$.Execution.Name, $$.State.Name)",
          ...input,
        },
      },
      OutputPath: '$.Output',
    });
  });

  it('passes on what it is told instead', () => {
    expect(inJsonata({ outputs: { price: '{% $states.result.Output.acts[0].response %}' } }).state).toMatchObject({
      Output: { price: '{% $states.result.Output.acts[0].response %}' },
    });
    const selected = inJsonPath({ resultSelector: { 'price.$': '$.Output.acts[0].response' }, resultPath: '$.found' });
    expect(selected.state).toMatchObject({ ResultPath: '$.found' });
    expect(selected.state).not.toHaveProperty('OutputPath');
  });

  it('lets the caller start this workflow, look after its executions, and nothing else', () => {
    const { Statement } = resource(plain.template, 'AWS::IAM::Policy', 'CallerRole').Properties.PolicyDocument ?? {};
    const [starting, watching, hearing, ...others] = Statement ?? [];
    expect(starting).toEqual({
      Effect: 'Allow',
      Action: 'states:StartExecution',
      Resource: { Ref: expect.stringMatching(/^PricesRunWorkflowStateMachine/) },
    });
    expect(watching?.Action).toEqual(['states:DescribeExecution', 'states:StopExecution']);
    expect(JSON.stringify(watching?.Resource)).toMatch(/execution:.*PricesRunWorkflowStateMachine/);
    expect(hearing?.Action).toEqual(['events:DescribeRule', 'events:PutRule', 'events:PutTargets']);
    expect(JSON.stringify(hearing?.Resource)).toContain('rule/StepFunctionsGetEventsForStepFunctionsExecutionRule');
    expect(others).toEqual([]);
  });

  it('refuses what only JavaScript lets pass: a key that it would add to the input, and one that it says itself', () => {
    const given: object = { associateWithParent: true, name: 'own' };
    expect(() => inJsonata(given)).toThrow(
      expect.objectContaining({
        name: 'ContextError',
        message: expect.stringMatching(/^Run: name: no such prop.*\nRun: associateWithParent: no such prop/),
      }),
    );
  });

  it('refuses a workflow of another region, which Step Functions does not reach', () => {
    expect(() =>
      inAppOfStandIns((app) => {
        const [here, there] = ['us-east-1', 'eu-west-1'].map(
          (region) => new Stack(app, region, { env: { region, account: '123456789012' }, crossRegionReferences: true }),
        );
        const workflow = new NovaActWorkflow(here ?? app, 'Prices');
        return NovaActRun.jsonata(there ?? app, 'Run', { workflow, input });
      }),
    ).toThrow('Run: workflow: came one of us-east-1; must be of eu-west-1, as the stack is');
  });

  it('in JSONPath is refused by a state machine in JSONata, which would read its expressions otherwise', () => {
    expect(() =>
      synthesizeStack((stack) => {
        const run = NovaActRun.jsonPath(stack, 'Run', { workflow: new NovaActWorkflow(stack, 'Prices'), input });
        const definitionBody = DefinitionBody.fromChainable(run);
        return new StateMachine(stack, 'Caller', { definitionBody, queryLanguage: QueryLanguage.JSONATA });
      }),
    ).toThrow("can not be 'JSONPath'");
  });

  it('refuses keys that no input has', () => {
    expect(() => inJsonata({}, { ...input, act: 1 })).toThrow(
      expect.objectContaining({
        name: 'ContextError',
        message: expect.stringMatching(/^Run: input\.act: unknown key, allowed: startingPage, acts,/),
      }),
    );
    expect(() => inJsonPath({}, { ...input, AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'x' })).toThrow('unknown key');
  });
});

describe('the requestId of such a task', () => {
  it('is the same when the state is tried again, and another in another state, execution or state machine', async () => {
    const first = await requestId(context);
    expect(first).toBe('order/monday/Run');
    expect(await requestId({ ...context, State: { Name: 'Run', RetryCount: 1 } })).toBe(first);
    const others = [
      { ...context, State: { Name: 'Other' } },
      { ...context, Execution: { Name: 'tuesday' } },
      { ...context, StateMachine: { Name: 'refund' } },
    ];
    const ids = await Promise.all(others.map(requestId));
    expect(new Set([first, ...ids]).size).toBe(4);
  });

  it('is another for each item of a Map', async () => {
    const items = [0, 1].map((Index) => requestId({ ...context, Map: { Item: { Index } } }));
    expect(await Promise.all(items)).toEqual(['order/monday/Run/0', 'order/monday/Run/1']);
  });

  it('is not too long with the longest names', async () => {
    const id = await requestId({
      StateMachine: { Name: longest },
      Execution: { Name: longest },
      State: { Name: longest },
      Map: { Item: { Index: 9_999_999_999 } },
    });
    const execution = { name: 'some', startTime: '2026-01-01T00:00:00.000Z' };
    expect(checkInput({ ...input, requestId: id }, execution).requestId).toBe(id);
  });

  it("may be the caller's own", () => {
    const own = inJsonPath({}, { ...input, requestId: JsonPath.stringAt('$.order') });
    expect(Object(own.state['Parameters']).Input).toEqual({ 'requestId.$': '$.order', ...input });
  });
});
