import { describe, expect, it } from 'vitest';
import { parseScript, scriptPlanner } from '../../../lib/local/planners/script-planner.ts';
import { observation } from '../../nova-act/emulated-service.ts';

const look = [{ name: 'takeObservation', input: [] }];
const done = [{ name: 'return', input: ['39.90'] }];
const planner = scriptPlanner({ 'Return the price': [look, done], Return: [[{ name: 'think', input: ['short'] }]] });

const plan = (task: string, stepsDone = 0) => {
  const steps = Array.from({ length: stepsDone }, () => ({ stepId: 's', calls: [], results: [] }));
  return planner.nextCalls({ task, toolSpecs: [], steps, observation });
};

describe('a script', () => {
  it("gives an act's steps one after another", () => {
    expect([plan('Return the price', 0), plan('Return the price', 1)]).toEqual([look, done]);
  });

  it('finds the prompt of an act that asks for an answer of a schema', () => {
    const description = 'as in: x, format output with jsonschema: y';

    expect(plan(`Return the price, format output with jsonschema: ${JSON.stringify({ description })}`)).toEqual(look);
  });

  it('gives up on a prompt it does not have', () => {
    expect(plan('Return the price.')).toEqual([
      { name: 'throw', input: ['The script has no prompt "Return the price.".'] },
    ]);
    expect(plan('constructor')).toMatchObject([{ name: 'throw' }]);
  });

  it('gives up when it is used up, and says after how many steps', () => {
    expect(plan('Return the price', 2)).toEqual([
      {
        name: 'throw',
        input: ['The script for "Return the price" is used up after 2 step(s), and one more was asked for.'],
      },
    ]);
  });
});

describe('reading a script', () => {
  it('gives back a good one', () => {
    expect(parseScript({ Go: [look] })).toEqual({ Go: [look] });
  });

  it.for([
    ['no object', [], 'script: '],
    ['no steps', { Go: [] }, 'Go: '],
    ['calls that are no list', { Go: [{ name: 'think' }] }, 'Go.0: '],
    ['a call without a name', { Go: [[{ input: [] }]] }, 'Go.0.0.name: '],
    ['a call without an input', { Go: [[{ name: 'think' }]] }, 'Go.0.0.input: '],
    ['an unknown key', { Go: [[{ name: 'think', input: [], inptu: 1 }]] }, 'Go.0.0: '],
  ] as const)('refuses %s and names the place', ([, json, place]) => {
    expect(() => parseScript(json)).toThrow(place);
  });
});
