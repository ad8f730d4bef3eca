import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as actErrors from '../../lib/act/errors.ts';
import * as runErrors from '../../lib/run/errors.ts';

/** Names that are not ours: of Step Functions and Lambda, and the one that the definition itself gives. */
const OTHERS = new Set([
  'States.ALL',
  'States.DataLimitExceeded',
  'States.Timeout',
  'Lambda.Unknown',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'FinalizeFailed',
]);

const file = readFileSync(new URL('../../state-machines/run-workflow.asl.json', import.meta.url), 'utf8');
const guide = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const matched = [...file.matchAll(/"ErrorEquals":\s*(\[[^\]]*\])/g)].flatMap(([, list = '[]']): string[] =>
  JSON.parse(list),
);
const given = [...file.matchAll(/'name':\s*'(\w+)'/g)].map(([, name = '']) => name);
const inDefinition = [...new Set([...matched, ...given])];

/** Abstract, so never thrown. */
const FAMILIES = new Set([
  'NovaActError',
  'ValidationFailed',
  'ActError',
  'ActAgentError',
  'ActExecutionError',
  'ActAPIError',
  'ActRateLimitExceededError',
]);

const classes = Object.entries({ ...actErrors, ...runErrors }).filter(([name]) => !FAMILIES.has(name));

describe('error names', () => {
  it.each(classes)('%s is the name of the class of that name', (name, ErrorClass) => {
    // One of them takes a list of problems; to the others it is a message.
    const error: unknown = Reflect.construct(ErrorClass, [['why']]);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name, message: 'why' });
    // Letter by letter in the source, so that no bundler can change it.
    expect(Function.prototype.toString.call(ErrorClass)).toMatch(new RegExp(`name = ["']${name}["']`));
  });

  // The model reads a redirect; a run never ends by one.
  it.each(classes.filter(([name]) => name !== 'AgentRedirectError'))('%s is explained in the docs', (name) => {
    expect(guide).toContain(`\`${name}\``);
  });

  it.each(['RunStopped', 'RunNotClosed', 'ExecutionDoesNotExist'])(
    '%s, with which the closer and the sweeper end runs, is explained in the docs',
    (name) => expect(guide).toContain(`\`${name}\``),
  );

  it.each(inDefinition)("%s in the state machine is a class's or the platform's", (name) => {
    expect([...OTHERS, ...classes.map(([known]) => known)]).toContain(name);
  });

  it('of the platform are all used, and none is also a class', () => {
    expect(inDefinition).toEqual(expect.arrayContaining([...OTHERS]));
    expect(classes.filter(([name]) => OTHERS.has(name))).toEqual([]);
  });

  it('were found in every Retry and Catch of the definition', () => {
    const names: string[] = [];
    JSON.parse(file, (key, value: unknown) => {
      if (key === 'ErrorEquals' && Array.isArray(value)) names.push(...value.map(String));
      return value;
    });
    expect(matched.toSorted()).toEqual(names.toSorted());
    expect(given).toContain('FinalizeFailed');
  });
});
