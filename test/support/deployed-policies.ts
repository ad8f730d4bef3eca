import * as z from 'zod';
import { type Arn, resource, synthesize } from '../deploy/synthesis.ts';
import { type Asked, allows, type PlainStatement } from './iam.ts';

/** What a deployment gave its resources, by how their logical ids begin. */
export const deployed = {
  'AWS::AccountId': '123456789012',
  StorageJournal: 'arn:aws:dynamodb:us-east-1:123456789012:table/journal',
  StorageArtifacts: 'arn:aws:s3:::bucket',
  StorageRunLogs: '/nova-act/price-check',
  GrantAccessFunction: 'arn:aws:lambda:us-east-1:123456789012:function:grant',
  RunAccessRole: 'arn:aws:iam::123456789012:role/run-access',
} as const;

const template = synthesize({ workflowDefinitionName: 'price-check' });
const conditionSchema = z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])));

/** Whether a role of the stack may do it. */
export function roleMay(role: string, asked: Asked): boolean {
  return allows(policyOf(role), asked);
}

/** Whether a session of the role for one run may do it, which has these tags. */
export function sessionMay(tags: Readonly<Record<string, string>>, asked: Asked): boolean {
  const own = Object.entries(tags).map(([name, value]) => [`aws:PrincipalTag/${name}`, value] as const);
  return roleMay('RunAccess', { ...asked, context: { ...asked.context, ...Object.fromEntries(own) } });
}

function policyOf(role: string): PlainStatement[] {
  const statements = resource(template, 'AWS::IAM::Policy', role).Properties.PolicyDocument?.Statement ?? [];
  return statements.map(({ Resource, Condition = {}, ...statement }) => ({
    ...statement,
    Condition: conditionSchema.parse(Condition),
    Resource: [Resource].flat().map(plain),
  }));
}

function plain(arn: Arn): string {
  if (typeof arn === 'string') return arn;
  if ('Fn::Join' in arn) return arn['Fn::Join'][1].map(plain).join('');
  const id = 'Ref' in arn ? arn.Ref : arn['Fn::GetAtt'][0];
  const [, value] = Object.entries(deployed).find(([start]) => id.startsWith(start)) ?? [];
  // Of others nothing is asked.
  return value ?? id;
}
