import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
    using directory = temporaryDirectory();
    expect(packTools([tool], directory.path)).toEqual({ TOOLS_FILE: 'tools.json' });
    const packed: unknown = JSON.parse(readFileSync(join(directory.path, 'tools.json'), 'utf8'));
    expect(packed).toEqual([{ ...tool, timeoutSeconds: 60 }]);

    const template = synthesize({}, [tool]);
    const told = resources(template, 'AWS::Lambda::Function').filter((each) =>
      JSON.stringify(each).includes('TOOLS_FILE'),
    );
    expect(told).toEqual([resource(template, 'AWS::Lambda::Function', 'PerformSteps')]);
    expect(told[0]?.Properties['Environment']).toMatchObject({ Variables: { TOOLS_FILE: 'tools.json' } });
  });

  it('leave nothing behind when there are none any more', () => {
    using directory = temporaryDirectory();
    packTools([tool], directory.path);
    expect(packTools([], directory.path)).toEqual({});
    expect(readdirSync(directory.path)).toEqual([]);
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
