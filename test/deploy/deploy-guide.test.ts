import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ShopStack } from '../../examples/in-an-app-of-your-own.ts';
import { deploymentSettings } from '../../lib/deploy/context.ts';
import { makeStacks } from '../../lib/deploy/make-stacks.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { resource, resources } from './synthesis.ts';

const guide = read('../../docs/deploy.md');

describe('the guide to deploying', () => {
  it('shows the example of an app as it is', () => {
    expect(guide).toContain(`\`\`\`ts\n${read('../../examples/in-an-app-of-your-own.ts')}\`\`\``);
  });

  it('has an example that makes a workflow with all that it says', () => {
    const template = inAppOfStandIns((app) => Template.fromStack(new ShopStack(app, 'Shop')));
    expect(resources(template, 'AWS::StepFunctions::StateMachine')).toHaveLength(1);
    expect(resource(template, 'AWS::Lambda::Function', 'PricesCreateRun').Properties['Environment']).toMatchObject({
      Variables: { RUN_DEFAULTS_FILE: 'run-defaults.json', SECRETS: 'shop/password' },
    });
    expect(resource(template, 'AWS::Lambda::Function', 'PricesPerformSteps').Properties['Environment']).toMatchObject({
      Variables: { TOOLS_FILE: 'tools.json', TOOL_FUNCTIONS: { 'Fn::Join': ['', ['stock=', expect.anything()]] } },
    });
    const { Statement = [] } =
      resource(template, 'AWS::IAM::Policy', 'PricesPerformSteps').Properties.PolicyDocument ?? {};
    expect(Statement).toContainEqual({
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: [
        { 'Fn::GetAtt': [expect.stringMatching(/^PricesGrantAccessFunction/), 'Arn'] },
        { 'Fn::GetAtt': [expect.stringMatching(/^Stock/), 'Arn'] },
      ],
    });
  });

  it('shows a workflow of a folder as it can be deployed', () => {
    const [, json = ''] = /```json\n(.*?)```/s.exec(guide) ?? [];
    using directory = temporaryDirectory();
    writeFileSync(join(directory.path, 'shop.json'), json);
    const [template] = inAppOfStandIns((app) => makeStacks(app).map((stack) => Template.fromStack(stack)), {
      workflows: directory.path,
    });
    expect(resource(template, 'AWS::Lambda::Function', 'PerformSteps').Properties['MemorySize']).toBe(4_096);
  });

  it('shows schedules as they can be deployed, and lists their keys', () => {
    const [json = ''] = [...guide.matchAll(/```json\n(.*?)```/gs)].flatMap(([, text = '']) =>
      text.includes('"schedule"') ? [text] : [],
    );
    using directory = temporaryDirectory();
    const schedules = join(directory.path, 'schedules.json');
    const made = () =>
      inAppOfStandIns((app) => makeStacks(app).map((stack) => Template.fromStack(stack)), { schedules });
    const [[name, { input, ...given }] = ['', { input: {} }]] = Object.entries<{ input: object }>(JSON.parse(json));
    // In its own stack there is no default that its input could lean on.
    const whole = { startingPage: 'https://shop.example.com', acts: [{ prompt: 'Go' }], ...input };
    writeFileSync(schedules, JSON.stringify({ [name]: { ...given, input: whole } }));
    for (const template of made()) expect(resources(template, 'AWS::Scheduler::Schedule')).toHaveLength(1);

    writeFileSync(schedules, JSON.stringify({ [name]: 1 }));
    const [, table = ''] = guide.split('| key of a schedule |');
    const listed = [...(table.split('\n\n')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    const [, keys = ''] = /must be an object with (.*)$/.exec(problemOf(made)) ?? [];
    expect(listed).toHaveLength(keys.split(/, | or /).length);
    expect(new Set(listed)).toEqual(new Set(keys.split(/, | or /)));
  });

  it('shows a network as it can be said', () => {
    const [, json = ''] = /```json\n(\{ "vpc".*?)```/s.exec(guide) ?? [];
    expect(deploymentSettings(JSON.parse(json)).vpc?.privateSubnets).toHaveLength(2);
  });

  it('lists the keys of the context, and no others', () => {
    const [, table = ''] = guide.split('## What can be said');
    const listed = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    expect(new Set(listed)).toEqual(new Set(allKeys()));
    expect(listed).toHaveLength(allKeys().length);
  });
});

/** As a mistyped key is answered. */
function allKeys(): string[] {
  const [, keys = ''] = /there are (.*)$/.exec(problemOf(() => deploymentSettings({ mistyped: 1 }))) ?? [];
  return keys.split(', ');
}

function problemOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  throw new Error('was not refused');
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
