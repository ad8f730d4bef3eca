import { describe, expect, it } from 'vitest';
import { permissions } from './permissions.ts';
import { type Arn, resource, resources, synthesize } from './synthesis.ts';

const template = synthesize({ workflowDefinitionName: 'price-check' });

describe('permissions', () => {
  it.each(Object.entries(permissions))(
    'gives the role of %s exactly what the reviewed table says',
    (role, expected) => {
      const statements = resource(template, 'AWS::IAM::Policy', role).Properties.PolicyDocument?.Statement ?? [];
      const granted = statements.map(({ Effect, Action, Resource, Condition }) => ({
        effect: Effect,
        actions: list(Action),
        resources: list(Resource).map(readable),
        ...(Condition && { condition: Condition }),
      }));
      expect(granted).toHaveLength(expected.length);
      expect(granted).toEqual(
        expect.arrayContaining(expected.map((permission) => ({ effect: 'Allow', ...permission }))),
      );
    },
  );

  it('has no role and no policy outside the table', () => {
    const roles = resources(template, 'AWS::IAM::Role');
    expect(roles).toHaveLength(Object.keys(permissions).length);
    expect(resources(template, 'AWS::IAM::Policy')).toHaveLength(roles.length);
    expect(resources(template, 'AWS::IAM::ManagedPolicy')).toEqual([]);
    for (const role of roles) expect(Object.keys(role.Properties)).toEqual(['AssumeRolePolicyDocument']);
  });

  it('names the definition where the service is, though the stack lies elsewhere', () => {
    const elsewhere = synthesize({ region: 'eu-west-1', workflowDefinition: 'existing' });
    expect(JSON.stringify(elsewhere.toJSON())).toContain('nova-act:us-east-1:');
  });
});

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

/** An ARN as the table writes it: a resource as its construct's id without the hash, the account as `<account>`. */
function readable(arn: Arn): string {
  if (typeof arn === 'string') return arn;
  if ('Fn::Join' in arn) return arn['Fn::Join'][1].map(readable).join('');
  if ('Fn::GetAtt' in arn) return arn['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '');
  return arn.Ref === 'AWS::AccountId' ? '<account>' : `<${arn.Ref}>`;
}
