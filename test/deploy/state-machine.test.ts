import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { handlers } from '../../lambdas/bundling.ts';
import { LONGEST_RUN_MS } from '../../lib/run/sweep-runs.ts';
import { resource, synthesize } from './synthesis.ts';

interface Definition {
  TimeoutSeconds: number;
  States: Record<string, { Type: string; TimeoutSeconds?: number }>;
}

const template = synthesize();
const stateMachine = resource(template, 'AWS::StepFunctions::StateMachine').Properties;
const deployed = stateMachine.DefinitionString ?? '';
const file = readFileSync(new URL('../../state-machines/run-workflow.asl.json', import.meta.url), 'utf8');
const definition: Definition = JSON.parse(deployed);
const tasks = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Task');

describe('state machine', () => {
  it('is the file that also runs locally, letter by letter', () => {
    expect(deployed).toBe(file);
    expect(stateMachine['StateMachineType']).toBe('STANDARD');
  });

  it("fills each placeholder of the file with the ARN of that state's function", () => {
    const functionArns = Object.keys(handlers).map((name) => [
      `${name}FunctionArn`,
      { 'Fn::GetAtt': [expect.stringMatching(`^${name}Function`), 'Arn'] },
    ]);
    expect(stateMachine['DefinitionSubstitutions']).toEqual(Object.fromEntries(functionArns));
    const placeholders = [...file.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(new Set(placeholders)).toEqual(new Set(functionArns.map(([name]) => name)));
  });

  it('logs errors without what they were about, and traces', () => {
    expect(stateMachine['LoggingConfiguration']).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
    expect(stateMachine['TracingConfiguration']).toEqual({ Enabled: true });
    expect(resource(template, 'AWS::Logs::LogGroup', 'RunWorkflowLogs').Properties).toMatchObject({
      LogGroupName: '/aws/vendedlogs/states/NovaActServerlessStack',
      RetentionInDays: 30,
    });
  });
});

describe('time limits', () => {
  it('has one task for each handler', () => {
    expect(tasks.map(([name]) => name).toSorted()).toEqual(Object.keys(handlers).toSorted());
  });

  it.each(tasks)(
    '%s ends in its function first, then in its state, then in the machine',
    (name, { TimeoutSeconds }) => {
      const { Timeout } = resource(template, 'AWS::Lambda::Function', name).Properties;
      expect(Timeout).toBeLessThan(TimeoutSeconds ?? 0);
      expect(TimeoutSeconds).toBeLessThan(definition.TimeoutSeconds);
    },
  );

  it('has ended every execution long before the sweeper calls its run an orphan', () => {
    expect(LONGEST_RUN_MS).toBe((definition.TimeoutSeconds + 3_600) * 1_000);
  });
});
