import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler as closeRun } from '../../lambdas/close-run.ts';
import { handler as createRun } from '../../lambdas/create-run.ts';
import { handler as finalizeRun } from '../../lambdas/finalize-run.ts';
import { handler as sweepRuns } from '../../lambdas/sweep-runs.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import { NovaActService } from '../../lib/nova-act/nova-act-service.ts';
import { embeddedMetrics } from '../support/embedded-metrics.ts';
import { functionOutput } from '../support/function-output.ts';
import { context, executionArn, startDeployment } from './deployed-functions.ts';

let deployment: Awaited<ReturnType<typeof startDeployment>>;
beforeAll(async () => {
  deployment = await startDeployment();
});
afterAll(() => deployment[Symbol.asyncDispose]());

const output = functionOutput();
afterEach(() => output.clear());

/** What every line says of its function. */
const OF_LOGGER = {
  timestamp: expect.any(String),
  service: 'nova-act-serverless',
  cold_start: expect.any(Boolean),
  function_request_id: 'request-1',
  sampling_rate: 0,
};

/** Starts the run of an execution and gives its id on the service. */
async function started(name: string): Promise<string> {
  const execution = { arn: executionArn(name), name, startTime: '2026-01-01T00:00:00Z' };
  const input = { startingPage: 'https://shop.example.com', acts: [{ id: 'go', prompt: 'Go' }] };
  const { run } = await createRun({ execution, input }, context);
  return run.workflowRunId;
}

/** As EventBridge sends it, with null for what there is not. */
function statusChange(name: string, status: string, said: { error?: string; cause?: string } = {}) {
  return {
    version: '0',
    id: '00000000-0000-0000-0000-000000000000',
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: '000000000000',
    time: '2026-01-01T00:01:00Z',
    region: 'us-east-1',
    resources: [executionArn(name)],
    detail: {
      executionArn: executionArn(name),
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
      name,
      status,
      startDate: 1_767_225_600_000,
      stopDate: 1_767_225_660_000,
      input: null,
      output: null,
      inputDetails: { included: false },
      outputDetails: null,
      error: null,
      cause: null,
      ...said,
    },
  };
}

function onService(workflowRunId: string): string | undefined {
  return deployment.emulator.runs.find((run) => run.workflowRunId === workflowRunId)?.status;
}

function lines(type: string): Record<string, unknown>[] {
  return output.parsed().filter((line) => line['type'] === type);
}

describe('CloseRun', () => {
  it.each([
    ['ABORTED', {}, { name: 'RunStopped', message: 'the execution was stopped' }],
    ['ABORTED', { error: 'Budget', cause: 'too dear' }, { name: 'Budget', message: 'too dear' }],
    ['TIMED_OUT', {}, { name: 'States.Timeout', message: 'the execution took longer than an execution may' }],
    ['FAILED', { error: 'FinalizeFailed', cause: 'why' }, { name: 'FinalizeFailed', message: 'why' }],
  ])('closes the run of an execution that is %s %j, with its reason', async (status, said, error) => {
    const name = `${status}-${Object.values(said)[0] ?? 'silent'}`;
    const workflowRunId = await started(name);
    expect(onService(workflowRunId)).toBe('RUNNING');

    const result = await closeRun(statusChange(name, status, said), context);

    expect(result).toMatchObject({ status: 'FAILED', workflowRunId, error });
    expect(onService(workflowRunId)).toBe('FAILED');
    expect(deployment.logged(`price-check/${workflowRunId}`)).toEqual(['RunRequested', 'RunCreated', 'RunEnded']);
    expect(deployment.bucket.objects.has(`runs/${name}/replay.html`)).toBe(true);
  });

  it('does nothing more when events come again, and in another order', async () => {
    const workflowRunId = await started('again');
    await closeRun(statusChange('again', 'ABORTED'), context);
    const requests = deployment.emulator.requests.length;

    expect(await closeRun(statusChange('again', 'FAILED', { error: 'Late' }), context)).toBeUndefined();
    expect(await closeRun(statusChange('again', 'ABORTED'), context)).toBeUndefined();

    expect(deployment.emulator.requests).toHaveLength(requests);
    expect(deployment.logged(`price-check/${workflowRunId}`)).toEqual(['RunRequested', 'RunCreated', 'RunEnded']);
  });

  it('knows nothing of an execution that never had a run', async () => {
    expect(await closeRun(statusChange('unknown', 'FAILED', { error: 'InvalidInput' }), context)).toBeUndefined();
  });

  it.each(['RUNNING', 'SUCCEEDED'])('refuses to close the run of an execution that is %s', async (status) => {
    const workflowRunId = await started(`untouched-${status}`);
    await expect(closeRun(statusChange(`untouched-${status}`, status), context)).rejects.toThrow('status');
    expect(onService(workflowRunId)).toBe('RUNNING');
  });

  it('fails when the service does, names the execution, and closes the run when it is invoked again', async () => {
    const workflowRunId = await started('denied');
    deployment.emulator.queueFaults('UpdateWorkflowRun', faults.error('AccessDeniedException'));

    const event = statusChange('denied', 'ABORTED');
    await expect(closeRun(event, context)).rejects.toMatchObject({ name: 'AuthError' });
    expect(output.parsed().at(-1)).toMatchObject({ level: 'ERROR', execution: 'denied', name: 'AuthError' });
    await closeRun(event, context);

    expect(onService(workflowRunId)).toBe('FAILED');
    expect(deployment.logged(`price-check/${workflowRunId}`)).toEqual(['RunRequested', 'RunCreated', 'RunEnded']);
  });
});

describe('SweepRuns', () => {
  it('closes what the closer was never told of, leaves what is running, and says so in one line', async () => {
    const ended = await started('ended');
    const running = await started('running');
    deployment.executions.set(executionArn('ended'), { status: 'ABORTED' });
    for (const name of ['running', 'untouched-RUNNING', 'untouched-SUCCEEDED'])
      deployment.executions.set(executionArn(name), { status: 'RUNNING' });

    await sweepRuns({ 'detail-type': 'Scheduled Event' }, context);

    expect([ended, running].map(onService)).toEqual(['FAILED', 'RUNNING']);
    expect(lines('Swept')).toEqual([
      { ...OF_LOGGER, level: 'INFO', message: 'Swept', type: 'Swept', closed: ['ended'], orphans: [], left: [] },
    ]);
  });

  it('closes runs that the journal does not know when they are older than any execution can be', async () => {
    const service = new NovaActService({
      endpoint: deployment.emulator.url,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    });
    const lost = await service.createWorkflowRun({
      workflowDefinitionName: 'price-check',
      modelId: 'nova-act-latest',
      clientToken: 'of-an-execution-that-lost-its-journal',
    });
    await sweepRuns({}, context);
    expect(onService(lost)).toBe('RUNNING');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 3_600_000 });
    try {
      await sweepRuns({}, context);
    } finally {
      vi.useRealTimers();
    }
    expect(onService(lost)).toBe('FAILED');
    expect(lines('Swept')).toMatchObject([{ orphans: [] }, { orphans: [lost] }]);
  });

  it('closes all it can, and only then fails for what it could not', async () => {
    const [first, second] = [await started('a-first'), await started('b-second')];
    for (const name of ['a-first', 'b-second']) deployment.executions.set(executionArn(name), { status: 'TIMED_OUT' });
    deployment.emulator.queueFaults('UpdateWorkflowRun', faults.error('AccessDeniedException'));

    await expect(sweepRuns({}, context)).rejects.toMatchObject({ name: 'RunsLeft' });

    expect([first, second].map(onService)).toEqual(['RUNNING', 'FAILED']);
    expect(lines('Swept')).toMatchObject([{ closed: ['b-second'], left: [{ what: 'a-first', error: 'AuthError' }] }]);
    expect(output.parsed().at(-1)).toMatchObject({ level: 'ERROR', name: 'RunsLeft' });
    await sweepRuns({}, context);
    expect(onService(first)).toBe('FAILED');
  });

  it('says what it had no time for, fails for that too, and does it the next time', async () => {
    await started('out-of-time');
    deployment.executions.set(executionArn('out-of-time'), { status: 'ABORTED' });
    const shortly = { ...context, getRemainingTimeInMillis: () => 100_000 };
    await expect(sweepRuns({}, shortly)).rejects.toMatchObject({ name: 'RunsLeft' });
    expect(lines('Swept')).toMatchObject([{ closed: [], left: [{ what: 'the open runs', error: 'NotReached' }, {}] }]);
    await sweepRuns({}, context);
    expect(lines('Swept').at(-1)).toMatchObject({ closed: ['out-of-time'], left: [] });
  });
});

describe('the metrics of a run', () => {
  it('tell of each run that it was started, and once how it ended, with its error under dimensions of its own', async () => {
    await started('counted');
    await closeRun(statusChange('counted', 'ABORTED'), context);
    await closeRun(statusChange('counted', 'ABORTED'), context);

    const counted = { namespace: 'NovaActServerless', execution: 'counted' };
    const definition = { workflowDefinitionName: 'price-check' };
    expect(embeddedMetrics(output.parsed())).toEqual([
      { ...counted, of: [definition], values: { RunsStarted: [1, 'Count'] } },
      {
        ...counted,
        of: [definition],
        values: {
          RunsSucceeded: [0, 'Count'],
          RunsFailed: [1, 'Count'],
          Steps: [0, 'Count'],
          TimeWorked: [0, 'Seconds'],
          ModelTime: [0, 'Milliseconds'],
          BrowserTime: [0, 'Milliseconds'],
          SettleTime: [0, 'Milliseconds'],
          ToolTime: [0, 'Milliseconds'],
          ThrottledTime: [0, 'Milliseconds'],
          OverheadTime: [0, 'Milliseconds'],
          Restores: [0, 'Count'],
          Throttles: [0, 'Count'],
        },
      },
      { ...counted, of: [{ ...definition, errorName: 'RunStopped' }], values: { RunsFailed: [1, 'Count'] } },
    ]);
  });

  it('count names that are not ours together', async () => {
    await started('odd');
    await closeRun(statusChange('odd', 'ABORTED', { error: 'Told by a person', cause: 'why' }), context);
    expect(embeddedMetrics(output.parsed()).at(-1)).toMatchObject({ of: [{ errorName: 'Other' }] });
  });

  it('tell nothing of an input that was refused', async () => {
    const execution = { arn: executionArn('refused'), name: 'refused', startTime: '2026-01-01T00:00:00Z' };
    await expect(createRun({ execution, input: {} }, context)).rejects.toMatchObject({ name: 'InvalidInput' });
    await closeRun(statusChange('refused', 'FAILED', { error: 'InvalidInput', cause: '' }), context);
    expect(embeddedMetrics(output.parsed())).toEqual([]);
    expect(output.parsed()).toMatchObject([{ level: 'ERROR', name: 'InvalidInput', execution: 'refused' }]);
  });

  it('count an execution that failed before it had a run, and none whose work is done elsewhere', async () => {
    const failures = { 'second-one': 'DuplicateRequest', 'too-early': 'OverlapSkipped', wrong: 'InvalidInput' };
    for (const [name, error] of Object.entries(failures)) {
      const execution = { arn: executionArn(name), name, startTime: '2026-01-01T00:00:00Z' };
      await finalizeRun({ execution, failure: { name: error, cause: '' } }, context);
    }
    const failed = { namespace: 'NovaActServerless', execution: 'wrong', values: { RunsFailed: [1, 'Count'] } };
    const definition = { workflowDefinitionName: 'price-check' };
    expect(embeddedMetrics(output.parsed())).toEqual([
      { ...failed, of: [definition] },
      { ...failed, of: [{ ...definition, errorName: 'InvalidInput' }] },
    ]);
  });

  it('count the runs that only the sweeper closed, and nothing where there are none', async () => {
    await sweepRuns({}, context);
    expect(orphansClosed()).toEqual([]);

    for (const name of ['forgotten', 'forgotten-too']) {
      await started(name);
      deployment.executions.set(executionArn(name), { status: 'ABORTED' });
    }
    await sweepRuns({}, context);
    expect(orphansClosed()).toEqual([
      { of: [{ workflowDefinitionName: 'price-check' }], values: { OrphansClosed: [2, 'Count'] } },
    ]);
  });
});

function orphansClosed() {
  return embeddedMetrics(output.parsed()).flatMap(({ of, values }) =>
    'OrphansClosed' in values ? [{ of, values }] : [],
  );
}

describe("a function's log", () => {
  it('names execution and run on every line, and what an invocation belongs to', async () => {
    const workflowRunId = await started('named');
    await closeRun(statusChange('named', 'ABORTED'), context);
    const told = output.parsed().filter((line) => line['level'] !== undefined);
    expect(told.map(({ type }) => type)).toEqual(['RunRequested', 'RunCreated', 'RunEnded']);
    expect(told).toMatchObject([
      { execution: 'named', function_request_id: 'request-1' },
      { execution: 'named', workflowRunId },
      { execution: 'named', workflowRunId },
    ]);
  });

  it('does not give a line about many runs the name of one', async () => {
    await started('one-of-many');
    deployment.executions.set(executionArn('one-of-many'), { status: 'ABORTED' });
    await sweepRuns({}, context);
    expect(lines('RunEnded')).toMatchObject([{ execution: 'one-of-many' }]);
    expect(lines('Swept')[0]).not.toHaveProperty('execution');
  });
});
