import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler as createRun } from '../../lambdas/create-run.ts';
import { handler as finalizeRun } from '../../lambdas/finalize-run.ts';
import { handler as performSteps } from '../../lambdas/perform-steps.ts';
import type { JsonValue } from '../../lib/act/json.ts';
import type { PlannedCall } from '../../lib/local/emulator/planner.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import { runStateMachine } from '../../lib/local/state-machine/run-state-machine.ts';
import { substitute } from '../../lib/local/state-machine/substitute.ts';
import { startLambdaFunctions } from '../support/lambda-functions.ts';
import { startPageServer } from '../support/page-server.ts';
import { spellings } from '../support/spellings.ts';
import { NOTE, NOTES } from '../support/telltale-page.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { context, executionArn, startDeployment } from './deployed-functions.ts';

/** Words that are nowhere else, by who has the say. */
const words = {
  secret: 'secretCanary4711',
  typed: 'typedCanary4712',
  given: 'givenCanary4713',
  gave: 'gaveCanary4714',
  asked: 'askedCanary4715',
  answered: 'answeredCanary4716',
};
type Word = keyof typeof words;

const prompt = `Write ${words.asked} down`;
const type: PlannedCall = { name: 'agentType', input: [words.typed, NOTE] };
const lookUp: PlannedCall = { name: 'lookUp', input: { item: words.given } };
const look: PlannedCall = { name: 'takeObservation', input: [] };
const answer: PlannedCall = { name: 'return', input: [words.answered] };
const failing: Readonly<Record<string, readonly PlannedCall[]>> = {
  'arguments in the wrong order': [{ name: 'agentType', input: [NOTE, words.typed] }],
  'an address where nobody answers': [{ name: 'goToUrl', input: [`http://127.0.0.1:1/${words.typed}`] }],
  'an answer of another kind': [{ name: 'return', input: [words.typed] }],
};
const script = {
  [prompt]: [
    [type, lookUp, look],
    [{ name: 'think', input: [words.typed] }, answer],
  ],
  ...Object.fromEntries(Object.entries(failing).map(([name, calls]) => [name, [calls]])),
};

const around = new AsyncDisposableStack();
const secretsManager = mockClient(SecretsManagerClient);
let deployment: Awaited<ReturnType<typeof startDeployment>>;
let startingPage: string;
beforeAll(async () => {
  deployment = around.use(await startDeployment(scriptPlanner(script)));
  const functions = around.use(await startLambdaFunctions((_, response) => response.end(JSON.stringify(words.gave))));
  const directory = around.use(temporaryDirectory());
  const pages = around.use(await startPageServer());
  pages.serve('/notes', NOTES);
  startingPage = `http://127.0.0.1:${pages.port}/notes`;
  secretsManager.on(GetSecretValueCommand).resolves({ SecretString: words.secret });
  const declared = { name: 'lookUp', description: 'Looks up', inputSchema: { type: 'object' }, timeoutSeconds: 9 };
  const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:lookUp';
  const toolsFile = join(directory.path, 'tools.json');
  writeFileSync(toolsFile, JSON.stringify([{ ...declared, functionArn }]));
  const environment = {
    AWS_ENDPOINT_URL_LAMBDA: functions.url,
    TOOLS_FILE: toolsFile,
    SECRETS: 'notes/password',
    ALLOW_LOOPBACK: 'true',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  secretsManager.restore();
  await around.disposeAsync();
});

/** All that the functions write: by the console, or beside it. */
const written: string[] = [];
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
  vi.spyOn(console, method).mockImplementation((...said: unknown[]) => void written.push(said.map(String).join(' ')));
vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
beforeEach(() => written.splice(0));

const handlers: Readonly<Record<string, (payload: JsonValue, given: typeof context) => Promise<unknown>>> = {
  CreateRun: createRun,
  PerformSteps: performSteps,
  FinalizeRun: finalizeRun,
};
const arns = Object.fromEntries(Object.keys(handlers).map((name) => [`${name}FunctionArn`, name]));
const definition: unknown = JSON.parse(substitute(readFileSync('state-machines/run-workflow.asl.json', 'utf8'), arns));

/** Runs an execution of the state machine, and keeps what passes between its states. */
async function execute(name: string, input: { [key: string]: JsonValue }) {
  const passed: { at: string; json: string }[] = [];
  const linesBefore = deployment.logLines().length;
  const requestsBefore = deployment.emulator.requests.length;
  const ending = await runStateMachine({
    definition,
    input: { startingPage, ...input },
    execution: { arn: executionArn(name), name, startTime: '2026-01-01T00:00:00Z' },
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
    invokeFunction: async (functionName, given) => {
      passed.push({ at: `${functionName} gets`, json: JSON.stringify(given) });
      try {
        const json = JSON.stringify(await handlers[functionName]?.(given, context));
        passed.push({ at: `${functionName} gives`, json });
        return { ok: true, payload: JSON.parse(json) };
      } catch (error) {
        const { name: errorType, message: errorMessage } = error instanceof Error ? error : new Error(String(error));
        passed.push({ at: `${functionName} fails`, json: JSON.stringify({ errorType, errorMessage }) });
        return { ok: false, errorType, errorMessage };
      }
    },
  });
  return {
    ending,
    passed,
    log: deployment.logLines().slice(linesBefore),
    functionLog: [...written],
    requests: deployment.emulator.requests.slice(requestsBefore),
  };
}

/** Which of the words are in these texts. */
function found(texts: readonly string[]): Word[] {
  const names = Object.keys(words).filter((name): name is Word => name in words);
  return names.filter((name) => spellings(words[name]).some((spelt) => texts.some((text) => text.includes(spelt))));
}

function artifacts(name: string): [key: string, text: string][] {
  return [...deployment.bucket.objects]
    .filter(([key]) => key.startsWith(`runs/${name}/`))
    .map(([key, { body }]) => [key, body.toString('latin1')]);
}

const fill = { id: 'login', fill: { secret: 'notes/password', into: 'Password' } };
const ALL_BUT_THE_SECRET: readonly Word[] = ['typed', 'given', 'gave', 'asked', 'answered'];

describe('what was asked, typed, given and answered', () => {
  it('is nowhere but in the input, the result and the private record, and a secret is in none of them', async () => {
    const run = await execute('private', { acts: [fill, { id: 'write', prompt }] });
    expect(run.ending).toMatchObject({ status: 'SUCCEEDED' });
    expect(run.log.length).toBeGreaterThan(12);
    const functionLog = run.functionLog.join('\n');
    for (const told of ['StepAnswered', 'CallEnded', 'PageNotice', 'ActEnded', '"_aws"'])
      expect(functionLog).toContain(told);

    expect(found(run.log)).toEqual([]);
    expect(found(run.functionLog)).toEqual([]);
    for (const { at, json } of run.passed) {
      const expected = { 'CreateRun gets': ['asked'], 'FinalizeRun gives': ['answered'] }[at] ?? [];
      expect({ at, found: found([json]) }).toEqual({ at, found: expected });
    }
    expect(found([JSON.stringify(run.ending)])).toEqual(['answered']);

    const kept = artifacts('private');
    const replay = kept.filter(([key]) => key.endsWith('.html')).map(([, text]) => text);
    expect(found(replay)).toEqual(ALL_BUT_THE_SECRET);
    // A checkpoint is the browser itself, its cookies and addresses; whoever may read the bucket has the session.
    const record = kept.filter(([key]) => !key.includes('/checkpoint'));
    expect(found(record.map(([, text]) => text))).toEqual(ALL_BUT_THE_SECRET);
    expect(found(run.requests.map((request) => JSON.stringify(request)))).not.toContain('secret');
  });

  it('is in the log when that is wanted, but for the secret', async () => {
    const run = await execute('open', { acts: [fill, { id: 'write', prompt }], log: { content: true } });
    expect(run.ending).toMatchObject({ status: 'SUCCEEDED' });
    expect(found(run.log)).toEqual(ALL_BUT_THE_SECRET);
    expect(found(run.functionLog)).toEqual([]);
  });

  it.each(Object.keys(failing))('is not in the error of %s', async (name) => {
    const id = name.replaceAll(' ', '-');
    const run = await execute(id, { acts: [{ prompt: name, schema: { type: 'number' } }] });
    const error = expect.stringMatching(/^Act(InvalidModelGeneration|Actuation)Error$/);
    expect(run.ending).toMatchObject({ status: 'FAILED', error });
    expect(found([JSON.stringify(run.ending)])).toEqual([]);
    expect(found(run.passed.map(({ json }) => json))).toEqual([]);
    expect(found([...run.log, ...run.functionLog])).toEqual([]);
    const told = run.requests.filter(({ operation }) => operation === 'UpdateAct');
    expect(found([JSON.stringify(told)])).toEqual([]);
  });
});
