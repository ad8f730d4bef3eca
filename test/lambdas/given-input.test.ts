import { describe, expect, it } from 'vitest';
import { checkGivenInput } from '../../lambdas/deployed-defaults.ts';

const startingPage = 'https://shop.example.com';
const acts = [{ prompt: 'Return the price of {{ parameters.item }}' }];
const execution = { name: 'one', startTime: '2026-01-01T00:00:00.000Z' };

describe('an input for a stack that may fill in what it leaves out', () => {
  it.each<[string, object]>([
    ['nothing', {}],
    ['parameters alone', { parameters: { item: 'kettle' } }],
    ['a page alone, whose parameters may come', { startingPage: `${startingPage}/{{ parameters.item }}` }],
    ['acts alone, whose parameters may come', { acts }],
    ['all but the parameters', { startingPage, acts }],
    ['all of it', { startingPage, acts, parameters: { item: 'kettle' } }],
  ])('may say %s', (_, input) => {
    expect(() => checkGivenInput(input, execution)).not.toThrow();
  });

  it.each<[string, unknown, string]>([
    ['of a wrong type', { parameters: 'kettle' }, 'parameters: got "kettle", allowed:'],
    ['with a mistyped key', { parameter: {} }, 'parameter: unknown key, allowed: startingPage,'],
    ['with a wrong number', { acts: [{ prompt: 'Go', maxSteps: 200 }] }, 'acts.0.maxSteps: got 200, allowed:'],
    ['that is no object', [], 'input: has 0 entries, allowed:'],
    ['that is too large', { parameters: { text: 'x'.repeat(200_001) } }, 'input: has 200027 bytes, allowed: at most'],
    [
      'with a parameter that its own parameters lack',
      { startingPage, acts, parameters: {} },
      'acts.0.prompt: got "{{ parameters.item }}", allowed: a path that has a value here',
    ],
    [
      'with a page that is none',
      { startingPage: 'shop', acts: [{ prompt: 'Go' }] },
      'startingPage: got "shop", allowed:',
    ],
    [
      'with two acts of one id',
      {
        startingPage,
        acts: [
          { id: 'go', prompt: 'Go' },
          { id: 'go', prompt: 'Go' },
        ],
      },
      'acts.1.id: got "go", allowed: an id that no other act has',
    ],
  ])('is refused where nothing that the stack says could help: %s', (_, input, problem) => {
    expect(() => checkGivenInput(input, execution)).toThrow(
      expect.objectContaining({ name: 'InvalidInput', message: expect.stringContaining(problem) }),
    );
  });
});
