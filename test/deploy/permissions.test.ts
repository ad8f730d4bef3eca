import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { stackOfWholeWorkflow } from '../support/whole-workflow.ts';
import { addedByOptions, logGroupsOfPrefix, type Permission, permissions } from './permissions.ts';
import { type Arn, resource, resources, synthesize } from './synthesis.ts';
import { inAppOfStandIns } from '../support/stand-in-app.ts';

const template = synthesize({ workflowDefinitionName: 'price-check' });

describe('permissions', () => {
  it.each(Object.entries(permissions))(
    'gives the role of %s exactly what the reviewed table says',
    (role, expected) => {
      expect(granted(template, role)).toEqual(allowed(expected));
    },
  );

  const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:order:live';
  const tool = { name: 'order', description: 'Orders', inputSchema: { type: 'object' }, functionArn };
  const withTools = synthesize({ workflowDefinitionName: 'price-check' }, [tool]);

  it.each(Object.entries(permissions))(
    'lets of all roles only PerformSteps invoke a tool, not %s',
    (role, expected) => {
      const invoke = { actions: ['lambda:InvokeFunction'], resources: [functionArn] };
      expect(singly(granted(withTools, role))).toEqual(
        singly(allowed(role === 'PerformSteps' ? [...expected, invoke] : expected)),
      );
    },
  );

  it('fits the functions of 100 tools into as many policies as IAM wants, and lets invoke no other', () => {
    const tools = Array.from({ length: 100 }, (_, index) => ({
      ...tool,
      name: `order${index}`,
      functionArn: `arn:aws:lambda:ap-southeast-2:123456789012:function:${String(index).padStart(64, 'f')}:${'a'.repeat(128)}`,
    }));
    const large = synthesize({ workflowDefinitionName: 'price-check' }, tools);

    const inline = resource(large, 'AWS::IAM::Policy', 'PerformSteps');
    const managed = resources(large, 'AWS::IAM::ManagedPolicy');
    const bytes = ({ Properties: { PolicyDocument } }: typeof inline) => JSON.stringify(PolicyDocument).length;
    expect(bytes(inline)).toBeLessThanOrEqual(10_240);
    expect(Math.max(...managed.map(bytes))).toBeLessThanOrEqual(6_144);
    expect(managed.length).toBeLessThanOrEqual(10);

    const statements = [inline, ...managed].flatMap(({ Properties }) => Properties.PolicyDocument?.Statement ?? []);
    const invoking = statements.filter(({ Action }) => list(Action).includes('lambda:InvokeFunction'));
    expect(invoking.flatMap(({ Resource }) => list(Resource).map(readable)).toSorted()).toEqual(
      ['GrantAccessFunction', ...tools.map(({ functionArn: arn }) => arn)].toSorted(),
    );
    expect(new Set(invoking.flatMap(({ Action }) => list(Action)))).toEqual(new Set(['lambda:InvokeFunction']));
  });

  it.each<[string, string, string]>([
    ['a name', 'nova/key', 'arn:aws:secretsmanager:us-east-1:<account>:secret:nova/key-??????'],
    [
      'an ARN',
      'arn:aws:secretsmanager:us-east-1:123456789012:secret:nova/key-a1B2c3',
      'arn:aws:secretsmanager:us-east-1:123456789012:secret:nova/key-a1B2c3',
    ],
  ])(
    'exchanges the rights on the service for that one secret where an API key is used, by %s',
    (_, apiKeySecret, secret) => {
      const keyed = synthesize({ apiKeySecret });
      const readKey = { actions: ['secretsmanager:GetSecretValue'], resources: [secret] };
      // A session for one run has nothing to do with the key: its rights are the same for all runs.
      const withoutService = ['RunWorkflow', 'GrantAccess', 'RunAccess'];
      for (const [role, expected] of Object.entries(permissions)) {
        const others = expected
          .filter(({ actions }) => !/^(nova-act:|iam:)/.test(actions[0] ?? ''))
          .map(withKeysDefinition);
        expect(granted(keyed, role)).toEqual(allowed(withoutService.includes(role) ? others : [...others, readKey]));
      }
    },
  );

  const whole = inAppOfStandIns((app) => Template.fromStack(stackOfWholeWorkflow(app)));

  it.each(Object.entries(addedByOptions))(
    'adds to %s for all options of a workflow exactly what the reviewed table says',
    (role, added) => {
      const expected = permissions[role] ?? [];
      expect(singly(granted(whole, `Shop${role}`))).toEqual(singly([...expected.map(withPrefix), ...added]));
    },
  );

  it('has for all options of a workflow no policy outside the table', () => {
    expect(Object.keys(addedByOptions)).toEqual(expect.arrayContaining(Object.keys(permissions)));
    expect(resources(whole, 'AWS::IAM::Policy')).toHaveLength(Object.keys(addedByOptions).length);
    expect(resources(whole, 'AWS::IAM::ManagedPolicy')).toEqual([]);
  });

  it('lets nobody destroy or hide what a run has left, but schedules start executions, or change who may do what', () => {
    const statements = [template, whole].flatMap((of) =>
      resources(of, 'AWS::IAM::Policy')
        .filter(({ Properties }) => !String(Properties['PolicyName']).startsWith('ShopSchedulesRole'))
        .flatMap(({ Properties }) => Properties.PolicyDocument?.Statement ?? []),
    );
    const actions = statements
      .filter(({ Effect, Action }) => Effect === 'Allow' && !list(Action).includes('sts:AssumeRole'))
      .flatMap(({ Action }) => list(Action));
    const harmful =
      /Delete(Object|Item|LogStream|LogGroup|Table|Bucket)|s3:PutBucket|s3:PutLifecycle|UpdateItem|states:Start|PassRole|sts:/;
    expect(actions).toContain('s3:PutObject');
    expect(actions.filter((action) => harmful.test(action))).toEqual([]);
  });

  it.each([
    ['plain', template, ''],
    ['whole', whole, 'Shop'],
  ])('lets GrantAccess alone open sessions, and only such as name their run (%s workflow)', (_, of, prefix) => {
    const opening = resources(of, 'AWS::IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties).includes('sts:'),
    );
    expect(opening).toEqual([resource(of, 'AWS::IAM::Policy', `${prefix}GrantAccess`)]);

    const trust = resource(of, 'AWS::IAM::Role', `${prefix}RunAccess`).Properties['AssumeRolePolicyDocument'];
    const grantAccess = { 'Fn::GetAtt': [expect.stringMatching(`^${prefix}GrantAccessRole`), 'Arn'] };
    expect(trust).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Principal: { AWS: grantAccess },
          Condition: {
            StringLike: { 'aws:RequestTag/Execution': '?*', 'aws:RequestTag/WorkflowRunId': '?*' },
            'ForAllValues:StringEquals': { 'aws:TagKeys': ['Execution', 'WorkflowRunId'] },
          },
        },
      ],
    });
  });

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

/** A key has one definition, which has no name. */
function withKeysDefinition(permission: Permission): Permission {
  const named = permission.resources.map((arn) => arn.replace(':log-stream:price-check/', ':log-stream:default/'));
  return { ...permission, resources: named };
}

/** The same with the further log groups that an input may name. */
function withPrefix(permission: Permission): Permission {
  const isOfRunLogs = permission.resources.includes('StorageRunLogs');
  return { ...permission, resources: [...permission.resources, ...(isOfRunLogs ? [logGroupsOfPrefix] : [])] };
}

/** What a role may do, in an order that says nothing. */
function granted(of: Template, role: string): Permission[] {
  const statements = resource(of, 'AWS::IAM::Policy', role).Properties.PolicyDocument?.Statement ?? [];
  return sorted(
    statements.map(({ Effect, Action, Resource, Condition }) => ({
      effect: Effect,
      actions: list(Action),
      resources: list(Resource).map(readable),
      ...(Condition && { condition: Condition }),
    })),
  );
}

function allowed(expected: readonly Permission[]): Permission[] {
  return sorted(expected.map((permission) => ({ effect: 'Allow', ...permission })));
}

function sorted(all: readonly Permission[]): Permission[] {
  return all.toSorted((one, other) => one.actions.join().localeCompare(other.actions.join()));
}

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

/** Each action on each resource by itself: CDK puts statements together by what they have in common. */
function singly(all: readonly Permission[]): string[] {
  return all
    .flatMap(({ effect = 'Allow', actions, resources: on, condition = {} }) =>
      actions.flatMap((action) => on.map((arn) => `${effect} ${action} on ${arn} if ${plain(condition)}`)),
    )
    .toSorted();
}

/** A condition with its ARNs as the table writes them; the name of a state machine is derived from its path. */
function plain(condition: object): string {
  const text = JSON.stringify(condition, (_, value: unknown) => (isArn(value) ? readable(value) : value));
  return text.replace(/stateMachine:[\w-]+/, 'stateMachine:<name>');
}

function isArn(value: unknown): value is Arn {
  return typeof value === 'object' && value !== null && 'Fn::Join' in value;
}

/** An ARN as the table writes it: a resource as its construct's id without the hash, the account as `<account>`. */
function readable(arn: Arn): string {
  if (typeof arn === 'string') return arn;
  if ('Fn::Join' in arn) return arn['Fn::Join'][1].map(readable).join('');
  if ('Fn::GetAtt' in arn) return arn['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '').replace(/^Shop/, '');
  return arn.Ref === 'AWS::AccountId' ? '<account>' : `<${arn.Ref.replace(/[0-9A-F]{8}$/, '').replace(/^Shop/, '')}>`;
}
