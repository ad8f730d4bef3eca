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
    ['a session token of S3 that is none', error('InvalidToken'), 'InvalidToken', 'Check the keys'],
    [
      'an authority in between',
      error('Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
      'SELF_SIGNED_CERT_IN_CHAIN',
      'NODE_EXTRA_CA_CERTS',
    ],
    ['an address that is none', error('TypeError', { code: 'ERR_INVALID_URL' }), 'ERR_INVALID_URL', 'AWS_ENDPOINT_URL'],
    ['a state machine that is gone', error('StateMachineDoesNotExist'), 'StateMachineDoesNotExist', 'deploy the stack'],
    [
      'too many executions',
      error('ExecutionLimitExceeded'),
      'ExecutionLimitExceeded',
      'Wait until executions have ended',
    ],
    ['another than AWS', error('SyntaxError', { $metadata: { httpStatusCode: 200 } }), 'SyntaxError', 'is not AWS'],
    ['AWS in words', error('SyntaxError', { $metadata: { httpStatusCode: 503 } }), '503', 'Try again later'],
    ['AWS itself', error('InternalServerError'), 'InternalServerError', 'Try again later'],
    ['what nobody foresaw', error('NewException'), 'NewException', 'nova-act doctor'],
  ])('%s is told with what was asked, what came and what to do', async (_, thrown, name, advice) => {
    const problem = await problemOf(thrown);
    expect(problem.message).toBe(`states:ListExecutions on machine: ${name}: what AWS says`);
    expect(problem.advice).toContain(advice);
    expect(problem.cause).toBe(thrown);
  });

  it('is told without what the SDK tells programmers', async () => {
    const hint = "Unexpected token '<'\n  Deserialization error: to see the raw response, inspect {error}.$response";
    const problem = await problemOf(new SyntaxError(hint));
    expect(problem.message).toBe("states:ListExecutions on machine: SyntaxError: Unexpected token '<'");
  });

  it.each([
    ['ThrottlingException', true],
    ['ENOTFOUND', true],
    ['TimeoutError', true],
    ['503', true],
    ['ExpiredToken', false],
    ['AccessDenied', false],
    ['ExecutionDoesNotExist', false],
  ])('%s may pass: %s', (name, mayPass) => {
    expect(new AwsProblem(name, 'message', 'advice').mayPass).toBe(mayPass);
  });
});
