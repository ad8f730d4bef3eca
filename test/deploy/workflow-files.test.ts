import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { makeStacks } from '../../lib/deploy/make-stacks.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { resource, resources } from './synthesis.ts';

describe('a folder of workflows', () => {
  it('becomes a stack for each file, by which each can be deployed alone', () => {
    const stacks = stacksOf({
      'shop.json': {},
      'books.json': { modelId: 'nova-act-v1', workflowDefinitionName: 'library', browser: { memory: 2_048 } },
      'notes.txt': 'of no interest',
    });
    expect(stacks.map(({ stackName }) => stackName)).toEqual(['NovaAct-books', 'NovaAct-shop']);
    const [books, shop] = stacks.map(({ template }) => template);
    expect(definitionOf(shop)).toBe('shop');
    expect(definitionOf(books)).toBe('library');
    expect(resource(books, 'AWS::Lambda::Function', 'PerformSteps').Properties).toMatchObject({
      MemorySize: 2_048,
      Environment: { Variables: { MODEL_ID: 'nova-act-v1' } },
    });
  });

  it('says of each workflow whatever the construct can be told in words', () => {
    const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:order';
    const encryptionKey = 'arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-4000-8000-123456789012';
    const [{ template }] = stacksOf({
      'shop.json': {
        logGroupName: '/our/shop',
        logGroupPrefix: '/our/',
        defaultInput: { startingPage: 'https://shop.example.com' },
        guardrails: { allowedDomains: ['*.example.com'] },
        tools: [{ name: 'order', description: 'Orders', inputSchema: { type: 'object' }, functionArn }],
        secrets: ['shop/password'],
        artifactsBucket: 'our-artifacts',
        exportBucket: 'our-trajectories',
        encryptionKey,
        browser: { width: 1_400, allowHosts: ['intranet.example.com:443'] },
        destroyData: true,
      },
    });
    expect(resources(template, 'AWS::S3::Bucket')).toEqual([]);
    expect(resource(template, 'AWS::Logs::LogGroup', 'RunLogs')).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { LogGroupName: '/our/shop', RetentionInDays: 90, KmsKeyId: encryptionKey },
    });
    expect(resource(template, 'AWS::Lambda::Function', 'CreateRun').Properties['Environment']).toMatchObject({
      Variables: { LOG_GROUP_PREFIX: '/our/', RUN_DEFAULTS_FILE: 'run-defaults.json', SECRETS: 'shop/password' },
    });
    expect(resource(template, 'AWS::Lambda::Function', 'PerformSteps').Properties['Environment']).toMatchObject({
      Variables: {
        TOOLS_FILE: 'tools.json',
        ALLOW_HOSTS: 'intranet.example.com:443',
        ARTIFACTS_BUCKET: 'our-artifacts',
      },
    });
    expect(resource(template, 'AWS::NovaAct::WorkflowDefinition').Properties).toMatchObject({
      ExportConfig: { S3BucketName: 'our-trajectories' },
    });
  });

  it('takes region and destroyData for all of them from the context, and what a file says itself from there', () => {
    const context = { region: 'eu-west-1', destroyData: 'true' };
    const [kept, removed] = stacksOf(
      {
        'a.json': { workflowDefinition: 'existing', destroyData: false },
        'b.json': { workflowDefinition: 'existing' },
      },
      context,
    );
    expect(resource(kept.template, 'AWS::DynamoDB::Table').DeletionPolicy).toBe('Retain');
    expect(resource(removed?.template, 'AWS::DynamoDB::Table').DeletionPolicy).toBe('Delete');
    expect([kept.region, removed?.region]).toEqual(['eu-west-1', 'eu-west-1']);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a mistyped key', { 'a.json': { model: 'x' } }, ['a.json: model: no such setting; there are workflowDefinition,']],
    ['a wrong value', { 'a.json': { modelId: 7 } }, ['a.json: modelId: came 7; must be 1 to 100 characters']],
    ['a wrong part', { 'a.json': { browser: { memory: 1 } } }, ['a.json: browser.memory: came 1; must be a whole']],
    ['a mistyped part', { 'a.json': { browser: { ram: 1 } } }, ['a.json: browser: came {"ram":1}; must be an object']],
    ['a bad tool', { 'a.json': { tools: [{}] } }, ['a.json: tools.0.functionArn: is missing', 'a.json: tools.0.name']],
    [
      'a bad default',
      { 'a.json': { defaultInput: { acts: 1 } } },
      ['a.json: defaultInput.acts: got 1, allowed: a list'],
    ],
    ['something else than an object', { 'a.json': [] }, ['a.json: came []; must be an object']],
    ['no JSON', { 'a.json': '{' }, ['a.json: cannot be read: ']],
    ['a name that no stack has', { 'a b.json': {} }, ['a b.json: came "a b" for a name; must be 1 to 40 letters']],
    [
      'a definition elsewhere',
      { 'a.json': { region: 'eu-west-1' } },
      ['a.json: region: came "eu-west-1"; a workflow definition can only be created in us-east-1'],
    ],
    [
      'an API key and a definition',
      { 'a.json': { apiKeySecret: 'nova/key', workflowDefinitionName: 'x' } },
      ['a.json: workflowDefinitionName: came "x"; must be left out with apiKeySecret'],
    ],
    [
      'one definition twice',
      { 'a.json': { workflowDefinitionName: 'shop' }, 'b.json': { workflowDefinitionName: 'shop' } },
      ['b.json: workflowDefinitionName: came "shop"; must be another one than in ', 'b.json: logGroupName: came'],
    ],
    [
      'two files that are wrong',
      { 'a.json': { x: 1 }, 'b.json': { y: 1 } },
      ['a.json: x: no such', 'b.json: y: no such'],
    ],
    ['no files', { 'a.txt': '' }, ['which has none; must be a directory with a NAME.json for each workflow']],
  ])('is refused with %s, with the file, the key, what came and what is allowed', (_, files, lines) => {
    const message = refusal(() => stacksOf(files));
    for (const line of lines) expect(message).toContain(line);
  });

  it('is refused where it does not exist, or where the context says of one workflow what belongs into its file', () => {
    expect(refusal(() => inAppOfStandIns(makeStacks, { workflows: '/nowhere' }))).toMatch(
      /^workflows: came "\/nowhere"; must be a directory .*ENOENT/,
    );
    expect(refusal(() => stacksOf({ 'a.json': {} }, { modelId: 'x' }))).toBe(
      'modelId: came "x"; must be in the files of -c workflows',
    );
  });
});

interface MadeStack {
  stackName: string;
  region: string;
  template: Template;
}

function stacksOf(files: Readonly<Record<string, unknown>>, context = {}): [MadeStack, ...MadeStack[]] {
  using directory = temporaryDirectory();
  const workflows = join(directory.path, 'workflows');
  mkdirSync(workflows);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(workflows, name), typeof content === 'string' ? content : JSON.stringify(content));
  const [first, ...others] = inAppOfStandIns(
    (app) =>
      makeStacks(app).map((stack) => {
        const { stackName, region } = stack;
        return { stackName, region, template: Template.fromStack(stack) };
      }),
    { ...context, workflows },
  );
  if (first === undefined) throw new Error('no stacks');
  return [first, ...others];
}

function definitionOf(template: Template | undefined): unknown {
  return resource(template, 'AWS::NovaAct::WorkflowDefinition').Properties['Name'];
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && error.name === 'ContextError') return error.message;
    throw error;
  }
  throw new Error('was not refused');
}
