import { describe, expect, it } from 'vitest';
import { startResults } from '../../nova-act/emulated-service.ts';
import { callResults, rawService } from './raw-service.ts';

type Place = 'runs' | 'run' | 'session' | 'act';
type Case = readonly [field: string, place: Place, below: string, body: unknown];

const run = { modelId: 'm', clientInfo: { compatibilityVersion: 1 } };
const tool = { name: 'lookUp', description: 'Looks up', inputSchema: { json: {} } };
const acting = { task: 'Find it' };
const stepping = { callResults: callResults(startResults) };

const refused: readonly Case[] = [
  ['modelId', 'runs', '', { clientInfo: run.clientInfo }],
  ['modelId', 'runs', '', { ...run, modelId: '' }],
  ['modelId', 'runs', '', { ...run, modelId: 'm'.repeat(101) }],
  ['clientInfo', 'runs', '', { modelId: 'm' }],
  ['clientInfo.compatibilityVersion', 'runs', '', { ...run, clientInfo: { compatibilityVersion: '1' } }],
  ['logGroupName', 'runs', '', { ...run, logGroupName: 'a b' }],
  ['logGroupName', 'runs', '', { ...run, logGroupName: 'a'.repeat(513) }],
  ['clientToken', 'runs', '', { ...run, clientToken: 'a'.repeat(32) }],
  ['clientToken', 'runs', '', { ...run, clientToken: `-${'a'.repeat(40)}` }],
  ['status', 'run', '', { status: 'DONE' }],
  ['task', 'session', '/acts', {}],
  ['task', 'session', '/acts', { task: '' }],
  ['task', 'session', '/acts', { task: 'x'.repeat(10_001) }],
  ['toolSpecs', 'session', '/acts', { ...acting, toolSpecs: Array.from({ length: 101 }, () => tool) }],
  ['toolSpecs.0.name', 'session', '/acts', { ...acting, toolSpecs: [{ ...tool, name: 'look up' }] }],
  ['toolSpecs.0.name', 'session', '/acts', { ...acting, toolSpecs: [{ ...tool, name: 'n'.repeat(65) }] }],
  ['toolSpecs.0.description', 'session', '/acts', { ...acting, toolSpecs: [{ ...tool, description: '' }] }],
  ['toolSpecs.0.inputSchema.json', 'session', '/acts', { ...acting, toolSpecs: [{ ...tool, inputSchema: {} }] }],
  [
    'toolSpecs',
    'session',
    '/acts',
    { ...acting, toolSpecs: [{ ...tool, inputSchema: { json: { description: 'x'.repeat(350 * 1024) } } }] },
  ],
  ['callResults', 'act', '/invoke-step', {}],
  ['callResults', 'act', '/invoke-step', { callResults: [] }],
  ['callResults.0.callId', 'act', '/invoke-step', { callResults: [{ callId: '', content: [{ text: '{}' }] }] }],
  ['callResults.0.content', 'act', '/invoke-step', { callResults: [{ callId: 'initiateAct', content: [] }] }],
  [
    'callResults.0.content.0',
    'act',
    '/invoke-step',
    { callResults: [{ callId: 'initiateAct', content: [{ text: '{}', json: {} }] }] },
  ],
  ['previousStepId', 'act', '/invoke-step', { ...stepping, previousStepId: 'S-1' }],
  ['body', 'act', '/invoke-step', { ...stepping, padding: 'x'.repeat(5 * 1024 * 1024) }],
  ['error.message', 'act', '', { status: 'FAILED', error: { message: 'x'.repeat(10_001) } }],
  ['error.message', 'act', '', { status: 'FAILED', error: { message: '' } }],
  ['error.type', 'act', '', { status: 'FAILED', error: { message: 'm', type: 'T'.repeat(101) } }],
];

describe("the model's constraints", () => {
  it.for(refused)('refuse a bad %s (%#)', async ([field, place, below, body]) => {
    await using service = await rawService();

    const answer = await service.put(service.paths[place] + below, body);

    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('ValidationException');
    expect(answer.body).toMatchObject({ reason: 'FieldValidationFailed', fieldList: [{ name: field }] });
  });

  const accepted: readonly Case[] = [
    ['a log group name of 512 characters', 'runs', '', { ...run, logGroupName: '/a_b.c-d'.repeat(64) }],
    ['a client token of 33 characters', 'runs', '', { ...run, clientToken: 'a'.repeat(33) }],
    ['a task of 10,000 characters beyond the 16-bit range', 'session', '/acts', { task: '😀'.repeat(10_000) }],
    ['100 tools', 'session', '/acts', { ...acting, toolSpecs: Array.from({ length: 100 }, () => tool) }],
    ['a step of almost 5 MB', 'act', '/invoke-step', { ...stepping, padding: 'x'.repeat(5 * 1024 * 1024 - 2_000) }],
    ['an error of 10,000 characters', 'act', '', { status: 'FAILED', error: { message: 'x'.repeat(10_000) } }],
  ];

  it.for(accepted)('accept %s', async ([, place, below, body]) => {
    await using service = await rawService();

    expect((await service.put(service.paths[place] + below, body)).status).toBeLessThan(300);
  });

  it('refuse a workflow definition name out of its pattern, told by name', async () => {
    await using service = await rawService();

    const answer = await service.put('/workflow-definitions/a%20b/workflow-runs', run);

    expect(answer.body).toMatchObject({ fieldList: [{ name: 'workflowDefinitionName' }] });
  });
});
