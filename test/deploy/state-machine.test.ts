import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { deployedHandlers, handlers } from '../../lambdas/bundling.ts';
import { REQUEST_TIMEOUT_MS } from '../../lambdas/runtime/ports.ts';
import { toolDeclaration } from '../../lib/act/tool-list.ts';
import { LEASE_MS } from '../../lib/run/lease.ts';
import { LONGEST_RUN_MS } from '../../lib/run/sweep-runs.ts';
import { workflowInputSchema } from '../../lib/run/workflow-input.ts';
import { resource, synthesize } from './synthesis.ts';

interface Definition {
  TimeoutSeconds: number;
  States: Record<string, { Type: string; TimeoutSeconds?: number; Retry?: Retrier[] }>;
}

interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds: number;
  BackoffRate: number;
  MaxAttempts: number;
  MaxDelaySeconds?: number;
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

  it.each(tasks)('%s has had all its tries, each as long as it may be, before the machine ends', (_, task) => {
    const { TimeoutSeconds = Infinity, Retry = [] } = task;
    const ofTries = Retry.map((retrier) => waits(retrier) + retrier.MaxAttempts * triedFor(retrier, TimeoutSeconds));
    expect(ofTries.reduce((sum, seconds) => sum + seconds, TimeoutSeconds)).toBeLessThan(definition.TimeoutSeconds);
  });

  it('lets a run that ends by its own limit be created and closed with all tries there are, and lose one slice', () => {
    const withTries = ['CreateRun', 'FinalizeRun'].flatMap((name) => {
      const { TimeoutSeconds = Infinity, Retry = [] } = definition.States[name] ?? {};
      return [TimeoutSeconds, ...Retry.map((one) => waits(one) + one.MaxAttempts * triedFor(one, TimeoutSeconds))];
    });
    const slice = definition.States['PerformSteps']?.TimeoutSeconds ?? Infinity;
    const closing = withTries.reduce((sum, seconds) => sum + seconds, slice);
    expect(longest(workflowInputSchema.shape.timeoutSeconds) + closing).toBeLessThan(definition.TimeoutSeconds);
  });

  it.each(['CreateRun', 'PerformSteps'] as const)(
    '%s waits for a lease until whoever holds it must be over',
    (name) => {
      const ofLease = definition.States[name]?.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes('LeaseHeld'));
      expect(ofLease && waits(ofLease)).toBeGreaterThan(handlers[name].timeoutSeconds + LEASE_MS / 1_000);
    },
  );

  it('lets CloseRun have all its tries for an event before the event is too old', () => {
    const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: oldest } = resource(
      template,
      'AWS::Lambda::EventInvokeConfig',
      'CloseRun',
    ).Properties;
    // Lambda waits a minute before the second try of an event, and two before the third.
    const between = 60 + 120;
    expect((Number(retries) + 1) * deployedHandlers.CloseRun.timeoutSeconds + between).toBeLessThan(Number(oldest));
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

/** Seconds between all tries, at their longest. */
function waits({ IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds = Infinity }: Retrier): number {
  return Array.from({ length: MaxAttempts }, (_, index) =>
    Math.min(IntervalSeconds * BackoffRate ** index, MaxDelaySeconds),
  ).reduce((sum, seconds) => sum + seconds, 0);
}

/** Seconds of one try: one that finds the lease held ends at once. */
function triedFor({ ErrorEquals }: Retrier, timeoutSeconds: number): number {
  return ErrorEquals.includes('LeaseHeld') ? 0 : timeoutSeconds;
}

/** The most seconds that a setting takes, found by what it refuses. */
function longest(seconds: z.ZodType): number {
  const message = seconds.safeParse(1e9).error?.issues[0]?.message ?? '';
  const most = Number(/(\d+)$/.exec(message)?.[1]);
  expect(seconds.safeParse(most).success).toBe(true);
  expect(seconds.safeParse(most + 1).success).toBe(false);
  return most;
}
