import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { DeployedTool } from '../../lambdas/deployed-tools.ts';
import { deploymentSettings } from '../../lib/deploy/context.ts';
import { NovaActServerlessStack } from '../../lib/deploy/stack.ts';

const cdkConfiguration: { context: Record<string, unknown> } = JSON.parse(
  readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
);

/**
 * The stack's template under the flags of cdk.json. Code and Chromium are stand-ins of a few bytes: the template holds
 * no more of them than a hash.
 */
export function synthesize(context: Record<string, string> = {}, tools: readonly DeployedTool[] = []): Template {
  const directory = mkdtempSync(join(tmpdir(), 'nova-act-synthesis-'));
  try {
    const stack = new NovaActServerlessStack(
      new App({ outdir: join(directory, 'cdk.out'), context: cdkConfiguration.context }),
      'NovaActServerlessStack',
      {
        settings: deploymentSettings(context),
        bundleDirectories: {
          CreateRun: standIn(directory, 'CreateRun/index.mjs'),
          PerformSteps: standIn(directory, 'PerformSteps/index.mjs'),
          FinalizeRun: standIn(directory, 'FinalizeRun/index.mjs'),
          CloseRun: standIn(directory, 'CloseRun/index.mjs'),
          SweepRuns: standIn(directory, 'SweepRuns/index.mjs'),
        },
        chromium: { directory: standIn(directory, 'layer/chromium'), version: '1.2.3-4' },
        tools,
      },
    );
    return Template.fromStack(stack);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A resource of a template, as CloudFormation reads it; spelled out as far as tests look inside. */
interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly DefinitionString?: string;
    readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
    readonly Timeout?: number;
    readonly [name: string]: unknown;
  };
}

/** A statement of a policy. */
interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: Arn | Arn[];
  readonly Condition?: object;
}

/** An ARN as text, or put together by CloudFormation. */
export type Arn = string | { Ref: string } | { 'Fn::GetAtt': [string, string] } | { 'Fn::Join': ['', Arn[]] };

/** All resources of a type. */
export function resources(template: Template, type: string): Resource[] {
  return Object.values(allResources(template)).filter((found) => found.Type === type);
}

/** The one resource of a type whose logical id starts with a construct's. */
export function resource(template: Template, type: string, idPrefix = ''): Resource {
  const [only, ...others] = Object.entries(allResources(template)).filter(
    ([id, found]) => found.Type === type && id.startsWith(idPrefix),
  );
  if (only === undefined || others.length > 0) throw new Error(`not exactly one ${type} ${idPrefix}*`);
  return only[1];
}

function allResources(template: Template): Record<string, Resource> {
  return template.toJSON()['Resources'];
}

function standIn(directory: string, file: string): string {
  const path = join(directory, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, file);
  return join(path, '..');
}
