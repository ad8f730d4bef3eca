import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { deployedHandlers, handlers } from '../../lambdas/bundling.ts';
import { REQUEST_TIMEOUT_MS } from '../../lambdas/runtime/ports.ts';
import { toolDeclaration } from '../../lib/act/tool-list.ts';
import { LONGEST_RUN_MS } from '../../lib/run/sweep-runs.ts';
import { workflowInputSchema } from '../../lib/run/workflow-input.ts';
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

  it('lets a run end by its own limit and be closed before the machine ends it', () => {
    const limitOfTasks = tasks.reduce((sum, [, { TimeoutSeconds = Infinity }]) => sum + TimeoutSeconds, 0);
    expect(longest(workflowInputSchema.shape.timeoutSeconds) + limitOfTasks).toBeLessThan(definition.TimeoutSeconds);
  });

  it('lets neither an act be longer than a run, nor a call of a tool and a request longer than a slice', () => {
    const { acts, timeoutSeconds } = workflowInputSchema.shape;
    expect(longest(acts.element.shape.timeoutSeconds)).toBeLessThanOrEqual(longest(timeoutSeconds));
    const inSlice = longest(toolDeclaration.shape.timeoutSeconds) + REQUEST_TIMEOUT_MS / 1_000;
    expect(inSlice).toBeLessThan(handlers.PerformSteps.timeoutSeconds);
  });

  it('lets a sweep be over before the next one begins', () => {
    expect(deployedHandlers.SweepRuns.timeoutSeconds).toBeLessThan(3_600);
    expect(deployedHandlers.CloseRun.timeoutSeconds).toBeGreaterThan(handlers.FinalizeRun.timeoutSeconds);
  });

  it('has ended every execution long before the sweeper calls its run an orphan', () => {
    expect(LONGEST_RUN_MS).toBe((definition.TimeoutSeconds + 3_600) * 1_000);
  });
});

/** The most seconds that a setting takes, found by what it refuses. */
function longest(seconds: z.ZodType): number {
  const message = seconds.safeParse(1e9).error?.issues[0]?.message ?? '';
  const most = Number(/(\d+)$/.exec(message)?.[1]);
  expect(seconds.safeParse(most).success).toBe(true);
  expect(seconds.safeParse(most + 1).success).toBe(false);
  return most;
}
