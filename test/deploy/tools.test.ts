import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { stagedBundle } from '../../lib/deploy/staged-bundle.ts';
import { packTools, readToolsFile } from '../../lib/deploy/tools.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { resource, resources, synthesize } from './synthesis.ts';

const tool = {
  name: 'order',
  description: 'Orders',
  inputSchema: { type: 'object' },
  functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:order',
};

describe('the tools of a stack', () => {
  it('stand in a file beside the bundle, with their defaults, and only PerformSteps is told of it', () => {
    const { files, variables } = packTools([tool]);
    expect(variables).toEqual({ TOOLS_FILE: 'tools.json' });
    expect(JSON.parse(files['tools.json'] ?? '')).toEqual([{ ...tool, timeoutSeconds: 60 }]);

    const template = synthesize({}, [tool]);
    const told = resources(template, 'AWS::Lambda::Function').filter((each) =>
      JSON.stringify(each).includes('TOOLS_FILE'),
    );
    expect(told).toEqual([resource(template, 'AWS::Lambda::Function', 'PerformSteps')]);
    expect(told[0]?.Properties['Environment']).toMatchObject({ Variables: { TOOLS_FILE: 'tools.json' } });
  });

  it('lie in a copy of the bundle, and leave nothing behind in it that an earlier synthesis had there', () => {
    using directory = temporaryDirectory();
    const bundle = join(directory.path, 'PerformSteps');
    mkdirSync(bundle);
    writeFileSync(join(bundle, 'index.mjs'), 'handler');
    const stack = new Stack(new App({ outdir: join(directory.path, 'cdk.out') }), 'Shop');

    const staged = stagedBundle(stack, 'PerformSteps', bundle, { 'old.json': '{}' });
    expect(stagedBundle(stack, 'PerformSteps', bundle, packTools([tool]).files)).toBe(staged);
    expect(readdirSync(staged).toSorted()).toEqual(['index.mjs', 'tools.json']);
    expect(readdirSync(bundle)).toEqual(['index.mjs']);
    expect(packTools([])).toEqual({ files: {}, variables: {}, functionArns: [] });
    expect(stagedBundle(stack, 'PerformSteps', bundle, {})).toBe(bundle);
  });

  it('may be functions of the same app, whose ARNs the deployment tells PerformSteps, and nobody else', () => {
    using directory = temporaryDirectory();
    const stack = new Stack(new App({ outdir: directory.path }), 'Shop');
    const order = new LambdaFunction(stack, 'Order', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => 1;'),
    });
    const { functionArn: _, ...declared } = tool;
    const { files, variables, functionArns } = packTools([tool, { ...declared, name: 'stock', function: order }]);
    expect(JSON.parse(files['tools.json'] ?? '')).toEqual([
      { ...tool, timeoutSeconds: 60 },
      { ...declared, name: 'stock', timeoutSeconds: 60 },
    ]);
    expect(stack.resolve(variables)).toEqual({
      TOOLS_FILE: 'tools.json',
      TOOL_FUNCTIONS: { 'Fn::Join': ['', ['stock=', { 'Fn::GetAtt': [expect.stringMatching(/^Order/), 'Arn'] }]] },
    });
    expect(functionArns).toEqual([tool.functionArn, order.functionArn]);
  });

  it('that a stack is given are checked before anything of it is made', () => {
    expect(() => synthesize({}, [{ ...tool, functionArn: 'order' }, tool])).toThrow(
      expect.objectContaining({
        name: 'ContextError',
        message:
          'tools.0.functionArn: got "order", allowed: the whole ARN of a Lambda function, as text: arn:aws:lambda:REGION:ACCOUNT:function:NAME\n' +
          'tools: got more than one tool named "order", allowed: one',
      }),
    );
  });

  it.each<[string, string, string]>([
    ['is not JSON', '[', 'tools: FILE cannot be read: '],
    ['is no list', '{}', 'tools: got {}, allowed: a list of tools'],
    ['has unknown keys', JSON.stringify([{ ...tool, handler: 'x' }]), 'tools.0.handler: unknown key, allowed: name,'],
    [
      'has a tool without function',
      JSON.stringify([{ ...tool, functionArn: undefined }]),
      'tools.0.functionArn: is missing',
    ],
  ])('are refused from a file that %s', (_, content, message) => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'tools.json');
    writeFileSync(file, content);
    expect(() => readToolsFile(file)).toThrow(
      expect.objectContaining({
        name: 'ContextError',
        message: expect.stringContaining(message.replace('FILE', file)),
      }),
    );
  });

  it('are refused from a file that is not there', () => {
    expect(() => readToolsFile('nowhere.json')).toThrow('tools: nowhere.json cannot be read: ENOENT');
  });
});
