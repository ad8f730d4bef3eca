import { describe, expect, it } from 'vitest';
import { deployed, roleMay, sessionMay } from '../support/deployed-policies.ts';
import type { Asked } from '../support/iam.ts';

const runs = { one: '11111111-1111-4111-8111-111111111111', two: '22222222-2222-4222-8222-222222222222' };
const tags = { Execution: 'one', WorkflowRunId: runs.one };
const definition = 'arn:aws:nova-act:us-east-1:123456789012:workflow-definition';
const { StorageJournal: table, StorageArtifacts: bucket } = deployed;

function asked(actions: readonly string[], resource: string, context: Asked['context'] = {}): Asked[] {
  return actions.map((action) => ({ action, resource, context }));
}

/** All that a slice asks for, on a run. */
function slice(name: keyof typeof runs): Asked[] {
  const logGroup = 'arn:aws:logs:us-east-1:123456789012:log-group:/nova-act/price-check';
  return [
    ...asked(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], table, {
      'dynamodb:LeadingKeys': [`run#${name}`],
    }),
    ...asked(['s3:GetObject', 's3:PutObject'], `${bucket}/runs/${name}/events/0.json`),
    ...asked(['s3:ListBucket'], bucket, { 's3:prefix': `runs/${name}/events/` }),
    ...asked(
      ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:GetLogEvents'],
      `${logGroup}:log-stream:price-check/${runs[name]}`,
    ),
    ...asked(
      ['nova-act:CreateAct', 'nova-act:InvokeActStep', 'nova-act:UpdateAct'],
      `${definition}/price-check/workflow-run/${runs[name]}`,
    ),
  ];
}

describe('a session for one run', () => {
  it.each(slice('one'))('may do $action on $resource, which is its own', (one) => {
    expect(sessionMay(tags, one)).toBe(true);
  });

  it.each(slice('two'))("may not do $action on $resource, which is another run's", (one) => {
    expect(sessionMay(tags, one)).toBe(false);
  });

  it.each(slice('one'))('may not do $action where it does not say of which run it is', (one) => {
    expect(sessionMay({}, one)).toBe(false);
  });

  it.each<[string, string, string, Asked['context']]>([
    ['a name that begins like its own', 's3:PutObject', `${bucket}/runs/one-more/result.json`, {}],
    ['what lies beside its prefix', 's3:PutObject', `${bucket}/runs/one`, {}],
    ['what lies below no prefix', 's3:PutObject', `${bucket}/one/result.json`, {}],
    ['all keys', 's3:ListBucket', bucket, {}],
    ['the keys of all runs', 's3:ListBucket', bucket, { 's3:prefix': 'runs/' }],
    ['what its own objects were before', 's3:GetObjectVersion', `${bucket}/runs/one/result.json`, {}],
    ['its own objects', 's3:DeleteObject', `${bucket}/runs/one/result.json`, {}],
    ['its own head', 'dynamodb:DeleteItem', table, { 'dynamodb:LeadingKeys': ['run#one'] }],
    ['a claim', 'dynamodb:PutItem', table, { 'dynamodb:LeadingKeys': ['request#one'] }],
    ['items of which no key is known', 'dynamodb:Query', table, {}],
    ['whose run it is', 'dynamodb:GetItem', table, { 'dynamodb:LeadingKeys': ['registered#one'] }],
    ['that it is another one', 'dynamodb:PutItem', table, { 'dynamodb:LeadingKeys': ['registered#one'] }],
    ['two runs at once', 'dynamodb:Query', table, { 'dynamodb:LeadingKeys': ['run#one', 'run#two'] }],
    ['which runs are open', 'dynamodb:Query', `${table}/index/open-runs`, {}],
    ['the whole table', 'dynamodb:Scan', table, {}],
    ['the end of its run', 'nova-act:UpdateWorkflowRun', `${definition}/price-check/workflow-run/${runs.one}`, {}],
    ['another definition', 'nova-act:InvokeActStep', `${definition}/other/workflow-run/${runs.one}`, {}],
    ['another session', 'sts:AssumeRole', deployed.RunAccessRole, {}],
    ['whoever lends the rights', 'lambda:InvokeFunction', deployed.GrantAccessFunction, {}],
  ])('does not reach %s by %s', (_, action, resource, context) => {
    expect(sessionMay(tags, { action, resource, context })).toBe(false);
  });
});

describe("the browser's function", () => {
  it.each([...slice('one'), ...slice('two')])('may not do $action on $resource by itself', (one) => {
    expect(roleMay('PerformSteps', one)).toBe(false);
  });

  it('may ask for the rights on a run, and not take them', () => {
    const lender = { action: 'lambda:InvokeFunction', resource: deployed.GrantAccessFunction, context: {} };
    expect(roleMay('PerformSteps', lender)).toBe(true);
    expect(roleMay('PerformSteps', { ...lender, action: 'sts:AssumeRole', resource: deployed.RunAccessRole })).toBe(
      false,
    );
  });
});
