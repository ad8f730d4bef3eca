import { Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { DeployedTool } from '../../lambdas/deployed-tools.ts';
import { deploymentSettings } from '../../lib/deploy/context.ts';
import { NovaActServerlessStack } from '../../lib/deploy/stack.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';

/** The template of the stack of a context, with stand-ins for its code. */
export function synthesize(context: Record<string, string> = {}, tools: readonly DeployedTool[] = []): Template {
  const { schedules: _, ...settings } = deploymentSettings(context);
  return inAppOfStandIns((app) =>
    Template.fromStack(new NovaActServerlessStack(app, 'NovaActServerlessStack', { settings, tools })),
  );
}

/** The template of a stack that holds what somebody puts into it. */
export function synthesizeStack(
  fill: (stack: Stack) => void,
  { name = 'Shop', ...props }: StackProps & { name?: string } = {},
): Template {
  return inAppOfStandIns((app) => {
    const stack = new Stack(app, name, props);
    fill(stack);
    return Template.fromStack(stack);
  });
}

/** A resource of a template, as CloudFormation reads it; spelled out as far as tests look inside. */
interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
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
export function resource(template: Template | undefined, type: string, idPrefix = ''): Resource {
  if (template === undefined) throw new Error('there is no template');
  const [only, ...others] = Object.entries(allResources(template)).filter(
    ([id, found]) => found.Type === type && id.startsWith(idPrefix),
  );
  if (only === undefined || others.length > 0) throw new Error(`not exactly one ${type} ${idPrefix}*`);
  return only[1];
}

/** What ends in `Name` and is the name of something else, or of something within one resource. */
const OTHER_NAMES = [
  'AWS::CloudWatch::Alarm MetricName',
  'AWS::IAM::Policy PolicyName',
  'AWS::Scheduler::Schedule GroupName',
];

/** Whatever is named by us and not by CloudFormation, and has to be the only one of its name in an account. */
export function fixedNames(template: Template): string[] {
  return Object.values(allResources(template)).flatMap(({ Type, Properties }) =>
    // Of some types nothing has to be said.
    Object.entries<unknown>(Object(Properties)).flatMap(([key, name]) =>
      key.endsWith('Name') && typeof name === 'string' && !OTHER_NAMES.includes(`${Type} ${key}`)
        ? [`${Type} ${name}`]
        : [],
    ),
  );
}

function allResources(template: Template): Record<string, Resource> {
  return template.toJSON()['Resources'];
}
