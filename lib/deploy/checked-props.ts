import { Names, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { propProblems } from './plain-props.ts';
import { elsewhereProblems } from './same-region.ts';
import { apiKeyDefinition, apiKeyProblems, ContextError, elsewhere, novaActRegion } from './setting-values.ts';
import { unknownYet } from './unknown-yet.ts';
import type { NovaActWorkflowProps } from './workflow-props.ts';

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
  const isKeyed = props.apiKeySecret !== undefined;
  refuse([
    ...unknownYet(props),
    ...propProblems(props),
    ...(isKeyed ? apiKeyProblems(props, (key) => props[key] === apiKeyDefinition[key]) : []),
  ]);
  refuse([
    ...elsewhereProblems(scope, props),
    ...tooMuchForAnEnvironment(props),
    ...nameless(props),
    ...oneBucketForBoth(props),
  ]);

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

/** Lambda's limit for all variables of a function is 4 KB. The rest is room for the others. */
const MOST_OF_AN_ENVIRONMENT = 3_500;

/** What is only known on deployment is not counted. */
function tooMuchForAnEnvironment({ secrets = [], browser: { allowHosts = [] } = {} }: NovaActWorkflowProps): string[] {
  const told = { secrets: secrets.map(({ secretName }) => secretName), 'browser.allowHosts': allowHosts };
  return Object.entries(told).flatMap(([key, texts]) => {
    const { length } = texts.filter((text) => !Token.isUnresolved(text)).join(',');
    return length > MOST_OF_AN_ENVIRONMENT
      ? [
          `${key}: came ${texts.length} of ${length} characters together; must be at most ${MOST_OF_AN_ENVIRONMENT}, since they travel in a function's environment`,
        ]
      : [];
  });
}

/** A name that is made of the construct's path is no definition's that exists. */
function nameless({ workflowDefinition, workflowDefinitionName, apiKeySecret }: NovaActWorkflowProps): string[] {
  return workflowDefinition === 'existing' && workflowDefinitionName === undefined && apiKeySecret === undefined
    ? ['workflowDefinition: came "existing"; must come with the workflowDefinitionName that exists']
    : [];
}

/** Exports are written with the rights on a run, whose prefix the service chooses: among artifacts it could be another run's. */
function oneBucketForBoth({ artifactsBucket, exportBucket }: NovaActWorkflowProps): string[] {
  if (artifactsBucket === undefined || exportBucket === undefined) return [];
  const [kept, exported] = [artifactsBucket.bucketName, exportBucket.bucketName];
  return kept === exported ? ['exportBucket: came the artifactsBucket; must be another bucket'] : [];
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ContextError(problems.join('\n'));
}
