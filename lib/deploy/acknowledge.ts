import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type PolicyStatementProps, type Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** A statement of a policy, and why it names some of its actions or resources by a pattern, where it does. */
export interface Permission extends PolicyStatementProps {
  readonly reason?: string;
}

/** Adds a statement to a role, with its reason for those who check the stack against cdk-nag's rules. */
export function permit(role: Role, { reason, ...statement }: Permission): void {
  role.addToPolicy(new PolicyStatement(statement));
  if (reason !== undefined) acknowledgeWildcards(role, statement, reason);
}

/** Says why a role needs the patterns of a statement: of these, and of no others. */
function acknowledgeWildcards(role: IConstruct, statement: PolicyStatementProps, reason: string): void {
  const stack = Stack.of(role);
  const findings = [
    ...(statement.actions ?? []).map((action) => `Action::${action}`),
    ...(statement.resources ?? []).map((resource) => `Resource::${flat(stack.resolve(resource))}`),
  ];
  for (const finding of findings) if (finding.includes('*')) acknowledge(role, `IAM5[${finding}]`, reason);
}

/** Answers a rule of cdk-nag's AwsSolutions for a construct and what is in it. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

type Reference =
  | string
  | { Ref: string }
  | { 'Fn::GetAtt': [string, string] }
  | { 'Fn::Join': [string, Reference[]] }
  | { 'Fn::ImportValue': unknown };

/** An ARN as cdk-nag writes it: references and a policy's variables in pointed brackets, what else there is as JSON. */
function flat(reference: Reference): string {
  if (typeof reference === 'string') return reference.replaceAll(/\$\{([^}]*)\}/g, '<$1>');
  if ('Ref' in reference) return `<${reference.Ref}>`;
  if ('Fn::Join' in reference) return reference['Fn::Join'][1].map(flat).join(reference['Fn::Join'][0]);
  if ('Fn::GetAtt' in reference) return `<${reference['Fn::GetAtt'].join('.')}>`;
  return JSON.stringify(reference);
}
