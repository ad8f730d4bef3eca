import { describe, expect, it } from 'vitest';
import { asking, AwsProblem } from '../../../lib/local/aws/aws-problem.ts';

async function problemOf(thrown: unknown): Promise<AwsProblem> {
  try {
    await asking('states:ListExecutions', 'machine', async () => {
      throw thrown;
    });
  } catch (caught) {
    if (caught instanceof AwsProblem) return caught;
  }
  throw new Error('it gave no AwsProblem');
}

function error(name: string, more: object = {}): Error {
  return Object.assign(new Error('what AWS says'), { name }, more);
}

describe('what AWS refuses', () => {
  it.each([
    ['no credentials', error('CredentialsProviderError'), 'CredentialsProviderError', 'Sign in (aws sso login'],
    ['a session that is over', error('ExpiredToken'), 'ExpiredToken', 'Sign in again'],
    ['keys that nobody knows', error('UnrecognizedClientException'), 'UnrecognizedClientException', 'Check the keys'],
    ['a wrong secret key', error('InvalidSignatureException'), 'InvalidSignatureException', 'set the clock'],
    ['what may not be done', error('AccessDeniedException'), 'AccessDeniedException', 'allow states:ListExecutions'],
    ['S3 without a name', error('UnknownError', { $metadata: { httpStatusCode: 403 } }), '403', 'allow states:List'],
    ['too much at once', error('ThrottlingException'), 'ThrottlingException', 'Wait a minute'],
    ['an unknown region', error('Error', { code: 'ENOTFOUND' }), 'ENOTFOUND', 'that there is such a region'],
    ['no network', error('TimeoutError'), 'TimeoutError', 'Check the network'],
    ['nothing that listens', error('Error', { code: 'ECONNREFUSED' }), 'ECONNREFUSED', 'AWS_ENDPOINT_URL'],
    ['an execution that is gone', error('ExecutionDoesNotExist'), 'ExecutionDoesNotExist', 'nova-act list shows'],
    ['AWS itself', error('InternalServerError'), 'InternalServerError', 'Try again later'],
    ['what nobody foresaw', error('NewException'), 'NewException', 'nova-act doctor'],
  ])('%s is told with what was asked, what came and what to do', async (_, thrown, name, advice) => {
    const problem = await problemOf(thrown);
    expect(problem.message).toBe(`states:ListExecutions on machine: ${name}: what AWS says`);
    expect(problem.advice).toContain(advice);
    expect(problem.cause).toBe(thrown);
  });
});
