import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { ActBadRequestError, ActClientError } from '../../lib/act/errors.ts';
import { faults } from '../../lib/local/emulator/fault.ts';
import { startEmulator, type Emulator } from '../../lib/local/emulator/emulator.ts';
import { ClientNotStarted, InvalidOption, StartFailed, StopFailed } from '../../lib/sdk/errors.ts';
import { getCurrentWorkflow } from '../../lib/sdk/workflow-context.ts';
import { Workflow } from '../../lib/sdk/workflow.ts';
import { looking } from '../nova-act/emulated-service.ts';
import { portOf } from '../support/port-of.ts';

let emulator: Emulator;
let warn: MockInstance<(warning: string | Error) => void>;
beforeEach(async () => {
  emulator = await startEmulator({ planner: looking });
  warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(async () => {
  warn.mockRestore();
  await emulator.close();
});

const options = () => ({
  workflowDefinitionName: 'price-check',
  awsConfig: {},
  clientConfig: { endpoint: emulator.url },
});
const statuses = () => emulator.runs.map(({ status }) => status);
const refused = () => faults.error('ValidationException', { message: 'no', reason: 'FieldValidationFailed' });

async function blockThatThrows(): Promise<void> {
  await using workflow = await Workflow.start(options());
  if (workflow.workflowRunId) throw new Error('sold out');
  workflow.complete();
}

describe('a workflow that runs a body', () => {
  test('has a run on the service, which ends SUCCEEDED, and gives what the body returned', async () => {
    const asked = { ...options(), modelId: 'nova-act-preview', logGroupName: '/nova-act/price-check' };
    const seen = await Workflow.run(asked, (workflow) => {
      expect(statuses()).toEqual(['RUNNING']);
      expect(getCurrentWorkflow()).toBe(workflow);
      expect(workflow.backend.kind).toBe('aws');
      return workflow.workflowRun;
    });

    expect(emulator.runs).toMatchObject([
      { ...seen, status: 'SUCCEEDED', modelId: 'nova-act-preview', logGroupName: '/nova-act/price-check' },
    ]);
    expect(seen.workflowDefinitionName).toBe('price-check');
  });

  test('asks for the newest model unless told otherwise', async () => {
    await Workflow.run(options(), () => {});
    expect(emulator.runs).toMatchObject([{ modelId: 'nova-act-latest', logGroupName: undefined }]);
  });

  test('ends its run FAILED when the body throws, and throws the very same error', async () => {
    const error = new Error('sold out');
    await expect(Workflow.run(options(), () => Promise.reject(error))).rejects.toBe(error);
    await expect(
      Workflow.run(options(), () => {
        throw error;
      }),
    ).rejects.toBe(error);
    expect(statuses()).toEqual(['FAILED', 'FAILED']);
  });

  test('throws StopFailed when the service cannot be told of a good end', async () => {
    emulator.queueFaults('UpdateWorkflowRun', refused());
    const failed = await Workflow.run(options(), () => 'an answer').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(StopFailed);
    expect(failed).toMatchObject({
      message: expect.stringMatching(/^The run .+ of price-check could not be ended as SUCCEEDED: /),
    });
    expect(failed).toMatchObject({ cause: expect.any(ActBadRequestError) });
  });

  test('keeps the body’s error when the service cannot be told of it either, and warns', async () => {
    emulator.queueFaults('UpdateWorkflowRun', refused());
    const error = new Error('sold out');
    await expect(Workflow.run(options(), () => Promise.reject(error))).rejects.toBe(error);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/could not be ended as FAILED/), 'NovaActWarning']]);
  });

  test('is refused without a body before anything is created', async () => {
    const body: unknown = undefined;
    // @ts-expect-error -- as JavaScript would call it
    await expect(Workflow.run(options(), body)).rejects.toThrow(InvalidOption);
    expect(emulator.requests).toEqual([]);
  });
});

describe('a workflow that runs again', () => {
  test('has a new run each time', async () => {
    const workflow = new Workflow(options());
    const first = await workflow.run(() => workflow.workflowRunId);
    await expect(workflow.run(() => Promise.reject(new Error('sold out')))).rejects.toThrow('sold out');
    const third = await workflow.run(() => workflow.workflowRunId);
    expect(first).not.toBe(third);
    expect(statuses()).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED']);
  });

  test('refuses a second run while it has one, and the first is not disturbed', async () => {
    const workflow = new Workflow(options());
    const both = await Promise.allSettled([workflow.run(() => workflow.run(() => {})), workflow.run(() => {})]);
    expect(both).toMatchObject([{ reason: expect.any(StartFailed) }, { reason: expect.any(StartFailed) }]);
    await workflow.run(() => {});
    expect(statuses()).toEqual(['FAILED', 'SUCCEEDED']);
  });

  test('has no run before, between and after', async () => {
    const workflow = new Workflow(options());
    expect(() => workflow.workflowRunId).toThrow(ClientNotStarted);
    expect(() => workflow.backend).toThrow(ClientNotStarted);
    expect(() => workflow.complete()).toThrow(ClientNotStarted);
    await workflow.run(() => {});
    expect(() => workflow.workflowRun).toThrow('The workflow price-check has no run at this moment');
    expect(workflow.workflowDefinitionName).toBe('price-check');
  });
});

describe('a workflow of a block', () => {
  test('ends SUCCEEDED when the block said that it is complete', async () => {
    {
      await using workflow = await Workflow.start(options());
      expect(getCurrentWorkflow()).toBeUndefined();
      workflow.complete();
      expect(statuses()).toEqual(['RUNNING']);
    }
    expect(statuses()).toEqual(['SUCCEEDED']);
    expect(warn).not.toHaveBeenCalled();
  });

  test('ends FAILED when the block threw, whose error goes on', async () => {
    await expect(blockThatThrows()).rejects.toThrow('sold out');
    expect(statuses()).toEqual(['FAILED']);
  });

  test('ends FAILED when the block said nothing, and warns why', async () => {
    {
      await using workflow = await Workflow.start(options());
      expect(workflow.workflowRunId).not.toBe('');
    }
    expect(statuses()).toEqual(['FAILED']);
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^The run .+ of price-check ends FAILED: complete\(\) was not called/), 'NovaActWarning'],
    ]);
  });

  test('throws both errors when the block threw and the service cannot be told', async () => {
    emulator.queueFaults('UpdateWorkflowRun', refused());
    await expect(blockThatThrows()).rejects.toMatchObject({
      suppressed: { message: 'sold out' },
      error: { name: 'StopFailed' },
    });
  });

  test('is ended once, however often it is disposed', async () => {
    const workflow = await Workflow.start(options());
    workflow.complete();
    await workflow[Symbol.asyncDispose]();
    await workflow[Symbol.asyncDispose]();
    expect(emulator.requests.filter(({ operation }) => operation === 'UpdateWorkflowRun')).toHaveLength(1);
  });
});

describe('a start that fails', () => {
  test('gives the service’s own error and leaves nothing begun', async () => {
    const workflow = new Workflow(options());
    emulator.queueFaults('CreateWorkflowRun', faults.error('AccessDeniedException', { message: 'no' }));
    const body = vi.fn<() => void>();
    await expect(workflow.run(body)).rejects.toThrow(/^Access denied: no\. Allow the nova-act actions/);
    expect(body).not.toHaveBeenCalled();
    expect(emulator.runs).toEqual([]);
    await workflow.run(() => {});
    expect(statuses()).toEqual(['SUCCEEDED']);
  });

  test('leaves no connection open', async () => {
    await using server = createServer((_, response) => response.writeHead(418, { 'content-length': 0 }).end());
    server.keepAliveTimeout = 120_000;
    const connected = once(server, 'connection');
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${portOf(server)}`;
    await expect(Workflow.start({ ...options(), clientConfig: { endpoint } })).rejects.toThrow(ActClientError);
    const [socket] = await connected;
    if (!socket.destroyed) await once(socket, 'close');
  });
});

describe('sessions of one workflow', () => {
  test('may be several at once', async () => {
    await Workflow.run(options(), async (workflow) => {
      const session = (number: number) =>
        workflow.backend.service.createSession({
          ...workflow.workflowRun,
          clientToken: String(number).padStart(40, '0'),
        });
      await Promise.all([1, 2, 3].map(session));
    });
    expect(emulator.runs).toHaveLength(1);
    expect(new Set(emulator.sessions.map(({ workflowRunId }) => workflowRunId))).toEqual(
      new Set(emulator.runs.map(({ workflowRunId }) => workflowRunId)),
    );
    expect(emulator.sessions).toHaveLength(3);
  });
});

describe('a workflow that is attached to another process’s run', () => {
  test('takes part in it and neither creates nor ends one', async () => {
    await Workflow.run(options(), async ({ workflowRun }) => {
      const handedOn: typeof workflowRun = JSON.parse(JSON.stringify(workflowRun));
      {
        await using attached = await Workflow.attach({ ...options(), ...handedOn });
        expect(attached.workflowDefinitionName).toBe('price-check');
        await attached.run(async (current) => {
          expect(getCurrentWorkflow()).toBe(current);
          await current.backend.service.createSession({ ...current.workflowRun, clientToken: 'a'.repeat(40) });
        });
        await expect(attached.run(() => Promise.reject(new Error('sold out')))).rejects.toThrow('sold out');
      }
      expect(statuses()).toEqual(['RUNNING']);
    });
    expect(emulator.sessions).toMatchObject([{ workflowRunId: emulator.runs[0]?.workflowRunId }]);
    expect(statuses()).toEqual(['SUCCEEDED']);
  });

  test('takes a service that is at hand, whatever the environment says', async () => {
    vi.stubEnv('NOVA_ACT_API_KEY', 'k'.repeat(36));
    const run = { workflowDefinitionName: 'price-check', workflowRunId: 'a-run' };
    await Workflow.run(options(), async ({ backend }) => {
      const attached = await Workflow.attach({ ...run, service: backend.service });
      expect(attached.backend).toMatchObject({ kind: 'given', service: backend.service });
      await attached[Symbol.asyncDispose]();
      expect(() => attached.workflowRunId).toThrow(ClientNotStarted);
    });
    vi.unstubAllEnvs();
  });

  test('is refused without the run’s id', async () => {
    // @ts-expect-error -- as JavaScript would call it
    await expect(Workflow.attach(options())).rejects.toThrow('Workflow.attach.workflowRunId: is missing');
  });
});
