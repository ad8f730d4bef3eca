import { describe, expect, it } from 'vitest';
import { resource, resources, synthesize } from './synthesis.ts';

const template = synthesize();
const rules = resources(template, 'AWS::Events::Rule').map(({ Properties }) => Properties);
const ofEvents = rules.filter((rule) => 'EventPattern' in rule);
const ofTime = rules.filter((rule) => 'ScheduleExpression' in rule);

function targetOf(name: string) {
  return [{ Id: expect.any(String), Arn: { 'Fn::GetAtt': [expect.stringMatching(`^${name}Function`), 'Arn'] } }];
}

describe('the rules that close runs', () => {
  it("tell CloseRun of this state machine's executions that ended otherwise than well, and of nothing else", () => {
    expect(ofEvents).toMatchObject([
      {
        State: 'ENABLED',
        EventPattern: {
          source: ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          detail: {
            stateMachineArn: [{ Ref: expect.stringMatching(/^RunWorkflowStateMachine/) }],
            status: ['FAILED', 'ABORTED', 'TIMED_OUT'],
          },
        },
        Targets: targetOf('CloseRun'),
      },
    ]);
  });

  it('start SweepRuns every hour', () => {
    expect(ofTime).toMatchObject([
      { State: 'ENABLED', ScheduleExpression: 'rate(1 hour)', Targets: targetOf('SweepRuns') },
    ]);
  });

  it.each(['CloseRun', 'SweepRuns'])('are the only ones that may invoke %s', (name) => {
    const { Action, Principal, SourceArn } = permissionFor(name);
    expect({ Action, Principal }).toEqual({ Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' });
    const rule = name === 'CloseRun' ? /^RunClosingExecutionEnded/ : /^RunClosingHourly/;
    expect(SourceArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(rule), 'Arn'] });
  });

  it.each([
    ['CloseRun', 2],
    ['SweepRuns', 0],
  ])('have Lambda try %s %i more times for an hour, with no queue behind it', (name, retries) => {
    const {
      FunctionName: _,
      Qualifier: __,
      ...tries
    } = resource(template, 'AWS::Lambda::EventInvokeConfig', name).Properties;
    expect(tries).toEqual({ MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: 3_600 });
    expect(resources(template, 'AWS::SQS::Queue')).toEqual([]);
  });

  it('let the sweeper look for unknown runs only where the stack has made the definition', () => {
    const shared = synthesize({ workflowDefinition: 'existing' });
    expect(resource(shared, 'AWS::Lambda::Function', 'SweepRuns').Properties['Environment']).toMatchObject({
      Variables: { OWNS_DEFINITION: 'false' },
    });
  });
});

function permissionFor(name: string): Record<string, unknown> {
  const all = resources(template, 'AWS::Lambda::Permission').map(({ Properties }) => Properties);
  const [only, ...others] = all.filter(({ FunctionName }) => JSON.stringify(FunctionName).includes(`"${name}Function`));
  if (only === undefined || others.length > 0) throw new Error(`not exactly one permission to invoke ${name}`);
  return only;
}
