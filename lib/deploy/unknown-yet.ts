import { Token } from 'aws-cdk-lib';
import type { NovaActWorkflowProps } from './workflow-props.ts';

/**
 * A line for each value that only CloudFormation will know, of those that travel in a file beside a function: there it
 * would stand as CDK's mark for it, which nobody fills in.
 */
export function unknownYet({ defaultInput, guardrails, browser, tools }: NovaActWorkflowProps): string[] {
  // The others are told by the template.
  const { width, height, locale } = Object(browser);
  // What a tool invokes travels in the function's environment.
  const declared = Array.isArray(tools) ? tools.map((tool) => ({ ...tool, functionArn: '', function: '' })) : [];
  return unresolvedPaths('', { defaultInput, guardrails, browser: { width, height, locale }, tools: declared }).map(
    (path) => `${path}: came something that is known only on deployment; must be known when the template is made`,
  );
}

function unresolvedPaths(path: string, value: unknown): string[] {
  if (Token.isUnresolved(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => unresolvedPaths(path === '' ? key : `${path}.${key}`, part));
}
