import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { NovaActWorkflowProps } from './workflow-props.ts';

/** A line where something is known to lie in another region than the stack, which cannot use it from there. */
export function elsewhereProblem(scope: Construct, key: string, region: string): string[] {
  return otherProblem(key, region, Stack.of(scope).region);
}

/** The same for all that a workflow was given: the deployment would look for it in vain, or its functions would. */
export function elsewhereProblems(scope: Construct, props: NovaActWorkflowProps): string[] {
  const { artifactsBucket, encryptionKey, logGroup, vpc, secrets = [], apiKeySecret } = props;
  const ofSecrets = Object.fromEntries(secrets.map((secret, index) => [`secrets.${index}`, secret]));
  const { account } = Stack.of(scope);
  return [
    ...Object.entries({ artifactsBucket, encryptionKey, logGroup, vpc, apiKeySecret, ...ofSecrets })
      .map(([key, given]) => [key, typeof given === 'string' ? regionOfArn(given) : given?.env.region] as const)
      .flatMap(([key, region]) => (region === undefined ? [] : elsewhereProblem(scope, key, region))),
    // They are read by their names, and those are the account's own.
    ...Object.entries(ofSecrets).flatMap(([key, { env }]) => otherProblem(key, env.account, account)),
  ];
}

function otherProblem(key: string, came: string, own: string): string[] {
  return Token.compareStrings(came, own) === TokenComparison.DIFFERENT
    ? [`${key}: came one of ${came}; must be of ${own}, as the stack is`]
    : [];
}

/** A name has none. */
function regionOfArn(name: string): string | undefined {
  return name.startsWith('arn:') ? name.split(':')[3] : undefined;
}
