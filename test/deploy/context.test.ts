import { describe, expect, it } from 'vitest';
import { deploymentSettings } from '../../lib/deploy/context.ts';
import { ContextError } from '../../lib/deploy/setting-values.ts';

describe('deployment settings', () => {
  it('are complete without any context', () => {
    expect(deploymentSettings({})).toEqual({
      workflowDefinitionName: 'nova-act-serverless',
      workflowDefinition: 'create',
      logGroupName: '/nova-act/nova-act-serverless',
      modelId: 'nova-act-latest',
      region: 'us-east-1',
    });
  });

  it("name the log group after the definition and pass over the CDK's own keys", () => {
    const settings = deploymentSettings({
      workflowDefinitionName: 'price-check',
      'cli-telemetry': false,
      '@aws-cdk/aws-iam:minimizePolicies': true,
    });
    expect(settings).toMatchObject({ workflowDefinitionName: 'price-check', logGroupName: '/nova-act/price-check' });
  });

  it.each([
    ['workflowDefinitionName', 'a b', '1 to 40 letters, digits, "_" or "-"'],
    ['workflowDefinitionName', 'n'.repeat(41), '1 to 40 letters'],
    ['workflowDefinitionName', 7, '1 to 40 letters'],
    ['workflowDefinition', 'maybe', '"create" or "existing"'],
    ['logGroupName', '/nova-act/#1', '1 to 512 letters, digits, "_", "/", "." or "-"'],
    ['logGroupName', '', '1 to 512 letters'],
    ['modelId', 'm'.repeat(101), '1 to 100 characters'],
    ['region', 'virginia', 'the name of a region'],
    ['allowHosts', 'intranet.example.com', 'host:port'],
    ['allowHosts', 'a.example.com:80, b.example.com:80', 'host:port'],
    ['allowHosts', 'a.example.com:80,*.example.com:80', 'no pattern'],
    ['allowHosts', '127.0.0.1:80', 'no host that is never opened'],
    ['artifactsBucket', 'our..bucket', 'the name of a bucket'],
    ['vpc', 'vpc-0123456789abcdef0', 'an object with vpcId ("vpc-…") and privateSubnets'],
    ['tools', 'tools.yaml', 'the path of a JSON file'],
    ['logGroupPrefix', '/nova-act/#', '1 to 512 letters'],
    ['secrets', 'a b', 'names of secrets, with commas between several'],
    ['artifactsBucket', 'Our_Bucket', 'the name of a bucket'],
    ['exportBucket', 'x', 'the name of a bucket'],
    ['encryptionKey', 'alias/shop', 'the ARN of a KMS key'],
    ['schedules', 'schedules.yaml', 'the path of a JSON file'],
    ['alarms', 'yes', 'true or false, or the ARN of an SNS topic'],
    ['alarms', 'arn:aws:sns:us-east-1:123456789012:ops.fifo', 'no FIFO topic'],
    ['destroyData', 'yes', 'true or false'],
    ['logGroupExists', 'yes', 'true or false'],
  ])('refuse %s %j and say what is allowed', (key, value, allowed) => {
    const message = refusal({ [key]: value });
    expect(message).toContain(`${key}: came ${JSON.stringify(value)}; must be `);
    expect(message).toContain(allowed);
  });

  it('read lists with commas, and true and false, from the words of a command line', () => {
    expect(deploymentSettings({ secrets: 'shop/a,shop/b', allowHosts: 'a:1,b:2', destroyData: 'true' })).toMatchObject({
      secrets: ['shop/a', 'shop/b'],
      browser: { allowHosts: ['a:1', 'b:2'] },
      destroyData: true,
    });
    expect(deploymentSettings({ destroyData: false, logGroupExists: 'false' })).toMatchObject({
      destroyData: false,
      logGroupExists: false,
    });
  });

  it('have alarms that tell topics, that tell nobody, or none', () => {
    const topics = ['arn:aws:sns:us-east-1:123456789012:ops', 'arn:aws:sns:us-east-1:123456789012:shop'];
    expect(deploymentSettings({ alarms: topics.join(',') }).alarms).toEqual(topics);
    for (const wanted of ['true', true]) expect(deploymentSettings({ alarms: wanted }).alarms).toEqual([]);
    for (const wanted of ['false', false]) expect(deploymentSettings({ alarms: wanted }).alarms).toBeUndefined();
  });

  it('leave the log group of a definition that others use to be named after the stack', () => {
    expect(deploymentSettings({ workflowDefinition: 'existing' })).not.toHaveProperty('logGroupName');
    const named = { workflowDefinition: 'existing', logGroupName: '/our/runs' };
    expect(deploymentSettings(named)).toMatchObject({ logGroupName: '/our/runs' });
    expect(refusal({ workflowDefinition: 'existing', logGroupExists: 'true' })).toBe(
      'logGroupExists: came true; must come with the logGroupName that exists',
    );
  });

  it('refuse a mistyped key and name the right ones', () => {
    expect(refusal({ logGroup: '/x' })).toMatch(/^logGroup: no such setting; there are .*logGroupName/);
  });

  it.each(['encryption-key', 'ENCRYPTION_KEY', 'allow.hosts'])('refuse %s, which would be passed over', (key) => {
    expect(refusal({ [key]: 'x' })).toContain(`${key}: no such setting; there are `);
  });

  it('name every problem on a line of its own', () => {
    expect(refusal({ modelId: '', region: 'x', logGroup: '/x' }).split('\n')).toHaveLength(3);
  });

  it('have with an API key the one definition of all keys, which exists, in any region', () => {
    expect(deploymentSettings({ apiKeySecret: 'nova/key', region: 'eu-west-1' })).toMatchObject({
      apiKeySecret: 'nova/key',
      workflowDefinitionName: 'default',
      workflowDefinition: 'existing',
    });
    const message = refusal({ apiKeySecret: 'nova/key', workflowDefinitionName: 'shop', workflowDefinition: 'create' });
    expect(message.split('\n')).toEqual([
      expect.stringMatching(/^workflowDefinitionName: came "shop"; must be left out with apiKeySecret/),
      expect.stringMatching(/^workflowDefinition: came "create"; must be left out with apiKeySecret/),
    ]);
  });

  it.each(['1b4e28ba-2fa1-11d2-883f-0016d3cca427', 'a key', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:k'])(
    'refuse %s for the secret of an API key without showing it, as it may be the key itself',
    (apiKeySecret) => {
      const message = refusal({ apiKeySecret });
      expect(message).toMatch(/^apiKeySecret: came something else; must be the name or the whole ARN of a secret/);
      expect(message).not.toContain(apiKeySecret);
    },
  );

  it('refuse to create a definition where the service does not exist', () => {
    expect(refusal({ region: 'eu-west-1' })).toContain('-c workflowDefinition=existing');
    expect(deploymentSettings({ region: 'eu-west-1', workflowDefinition: 'existing' }).region).toBe('eu-west-1');
  });
});

function refusal(context: Record<string, unknown>): string {
  try {
    deploymentSettings(context);
  } catch (error) {
    if (error instanceof ContextError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}
