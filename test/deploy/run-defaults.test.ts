import { describe, expect, it } from 'vitest';
import type { DeployedDefaults } from '../../lambdas/deployed-defaults.ts';
import { packRunDefaults } from '../../lib/deploy/run-defaults.ts';

describe('what a stack says for all inputs', () => {
  it('is nothing at all where there is nothing to say', () => {
    expect(packRunDefaults({})).toEqual({ files: {}, variables: {} });
  });

  it.each<[string, object, string]>([
    ['a mistyped key', { input: { start: 'x' } }, 'defaultInput.start: unknown key, allowed: startingPage, acts,'],
    [
      'a value of an act that no act has',
      { input: { acts: [{ prompt: 'Go', maxSteps: 200 }] } },
      'defaultInput.acts.0.maxSteps: got 200, allowed: a whole number of steps from 1 to 199',
    ],
    [
      'an act without a task',
      { input: { acts: [{ id: 'go' }] } },
      'defaultInput.acts.0.prompt: is missing, allowed: a text of 1 to 10000 characters, or a fill instead of it',
    ],
    [
      'a requestId, which belongs to one execution',
      { input: { requestId: 'order-1' } },
      'defaultInput.requestId: got "order-1", allowed: nothing here: it belongs to one execution',
    ],
    [
      'another definition',
      { input: { workflowDefinitionName: 'other' } },
      'defaultInput.workflowDefinitionName: got "other", allowed: nothing here: it is a setting of its own',
    ],
    ['no host name', { guardrails: { allowedDomains: ['a b'] } }, 'guardrails.allowedDomains.0: got "a b", allowed: '],
    ['no domain', { guardrails: { allowedDomains: [] } }, 'guardrails.allowedDomains: has 0 entries, allowed: a list'],
    [
      'a mistyped guardrail',
      { guardrails: { allowed: ['a.example.com'] } },
      'guardrails.allowed: unknown key, allowed: allowedDomains, blockedDomains, strict',
    ],
    ['a viewport too wide', { browser: { width: 4_000 } }, 'browser.width: got 4000, allowed: a whole number of CSS'],
  ])('is refused with %s', (_, defaults: DeployedDefaults, message) => {
    expect(() => packRunDefaults(defaults)).toThrow(
      expect.objectContaining({ name: 'ContextError', message: expect.stringContaining(message) }),
    );
  });

  it('is refused with a line for each problem', () => {
    const problems = { input: { acts: [], resume: { execution: 'x' } }, guardrails: { allowedDomains: [] } };
    expect(() => packRunDefaults(problems)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^defaultInput.*\ndefaultInput.*\nguardrails.*$/) }),
    );
  });
});
