import { Names, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import * as z from 'zod';
import {
  apiKeyDefinition,
  apiKeyProblems,
  ContextError,
  elsewhere,
  novaActRegion,
  settingProblems,
  settingValues,
} from './setting-values.ts';
import type { NovaActWorkflowProps } from './workflow-props.ts';

const { allowedHost, logGroupName, memory, modelId, workflowDefinition, workflowDefinitionName } = settingValues;

/** Of the props that are plain values; those that are checked by what uses them pass. */
const plainProps = z.looseObject({
  workflowDefinitionName: workflowDefinitionName.optional(),
  workflowDefinition: workflowDefinition.optional(),
  modelId: modelId.optional(),
  logGroupPrefix: logGroupName.optional(),
  apiKeySecret: z
    .union([settingValues.apiKeySecret, z.looseObject({})], 'must be a secret, or its name or ARN')
    .optional(),
  browser: z.looseObject({ memory: memory.optional(), allowHosts: z.array(allowedHost).optional() }).optional(),
});

/** All that there are: JavaScript, and TypeScript whose types are only left out, would pass over a mistyped guardrail. */
const KEYS: Readonly<Record<keyof NovaActWorkflowProps, true>> = {
  workflowDefinitionName: true,
  workflowDefinition: true,
  modelId: true,
  logGroup: true,
  logGroupPrefix: true,
  defaultInput: true,
  guardrails: true,
  tools: true,
  secrets: true,
  apiKeySecret: true,
  artifactsBucket: true,
  exportBucket: true,
  browser: true,
  vpc: true,
  schedules: true,
  alarms: true,
  removalPolicy: true,
  encryptionKey: true,
};

/** What a workflow is called, and whose its definition is. */
interface Definition {
  readonly workflowDefinitionName: string;
  readonly workflowDefinition: 'create' | 'existing';
  readonly modelId: string;
  /** Of the log group, where none is given. */
  readonly logGroupName: string;
}

/**
 * The props that are plain values, checked and complete.
 *
 * @throws ContextError with one line per problem
 */
export function checkedDefinition(scope: Construct, props: NovaActWorkflowProps): Definition {
  const parsed = plainProps.safeParse(props);
  const isKeyed = props.apiKeySecret !== undefined;
  const problems = [
    ...Object.keys(props)
      .filter((key) => !Object.hasOwn(KEYS, key))
      .map((key) => `${key}: no such prop; there are ${Object.keys(KEYS).join(', ')}`),
    ...(parsed.success ? [] : settingProblems(parsed.error, props, [])),
    ...(isKeyed ? apiKeyProblems(props, (key) => props[key] === apiKeyDefinition[key]) : []),
  ];
  if (problems.length > 0) throw new ContextError(problems.join('\n'));

  const named = isKeyed ? apiKeyDefinition : props;
  const uniqueName = (maxLength: number) =>
    Names.uniqueResourceName(scope, { maxLength, separator: '-', allowedSpecialCharacters: '-_' });
  const { workflowDefinitionName: name = uniqueName(40), workflowDefinition: whose = 'create' } = named;
  const { region } = Stack.of(scope);
  if (whose === 'create' && !Token.isUnresolved(region) && region !== novaActRegion)
    throw new ContextError(`${scope.node.path}: ${elsewhere(region, "say workflowDefinition: 'existing'")}`);
  return {
    workflowDefinitionName: name,
    workflowDefinition: whose,
    modelId: props.modelId ?? 'nova-act-latest',
    // Several workflows may share a definition that exists, and no log group.
    logGroupName: `/nova-act/${name}${whose === 'create' ? '' : `-${uniqueName(80)}`}`,
  };
}
