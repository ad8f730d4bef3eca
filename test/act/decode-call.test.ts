import { describe, expect, it } from 'vitest';
import { decodeCall, isEffect } from '../../lib/act/decode-call.ts';
import type { JsonValue } from '../../lib/act/json.ts';

const box = { unit: 'pixels', box: { left: 2, top: 1, right: 4, bottom: 3 } };
/** Too deep to be walked. */
const deep: JsonValue = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
const tools = new Set(['lookUp', 'agentHover']);

function decode(name: string, input: JsonValue) {
  return decodeCall({ callId: 'c1', name, input }, tools);
}

describe('a call', () => {
  it.each<[string, JsonValue, object]>([
    ['agentClick', ['<box>1,2,3,4</box>'], { kind: 'click', box, clickType: 'left', blurField: false }],
    ['agentClick', ['<box>1,2,3,4</box>', 'right'], { kind: 'click', box, clickType: 'right', blurField: false }],
    [
      'agentClick',
      ['<box>1,2,3,4</box>', { clickType: 'left-double', other: 1 }],
      { kind: 'click', box, clickType: 'left-double', blurField: false },
    ],
    [
      'agentClick',
      { box: '<box>1,2,3,4</box>', click_options: { blurField: true } },
      { kind: 'click', box, clickType: 'left', blurField: true },
    ],
    ['agentHover', ['<box>1,2,3,4</box>'], { kind: 'hover', box }],
    ['agentScroll', ['down', '<box>1,2,3,4</box>'], { kind: 'scroll', direction: 'down', box }],
    [
      'agentScroll',
      { direction: 'up', box: '<box>1,2,3,4</box>', value: 40 },
      { kind: 'scroll', direction: 'up', box, value: 40 },
    ],
    ['agentType', ['kettle', '<box>1,2,3,4</box>'], { kind: 'type', box, value: 'kettle', pressEnter: false }],
    ['agentType', ['kettle', '<box>1,2,3,4</box>', true], { kind: 'type', box, value: 'kettle', pressEnter: true }],
    [
      'agentType',
      ['\\u00e9', '<box>1,2,3,4</box>', { pressEnter: true }],
      { kind: 'type', box, value: 'é', pressEnter: true },
    ],
    ['goToUrl', ['https://example.com'], { kind: 'goToUrl', url: 'https://example.com' }],
    ['wait', ['1.5'], { kind: 'wait', seconds: 1.5 }],
    ['waitForPageToSettle', [], { kind: 'waitForPageToSettle' }],
    ['browser.agentHover', ['<box>1,2,3,4</box>'], { kind: 'hover', box }],
  ])('%s with %j is a browser action', (name, input, action) => {
    expect(decode(name, input)).toEqual({ kind: 'browser', action });
  });

  it.each<[string, JsonValue, object]>([
    ['think', ['it looks good'], { kind: 'think', text: 'it looks good' }],
    ['takeObservation', [], { kind: 'observe' }],
    ['return', ['42'], { kind: 'return', value: '42' }],
    ['return', [], { kind: 'return', value: '' }],
    ['return', ['a', 'b'], { kind: 'return', value: '' }],
    ['return', [{ price: 1 }], { kind: 'return', value: '{"price":1}' }],
    ['throw', ['not there'], { kind: 'throw', message: 'not there' }],
    ['lookUp', { id: 4 }, { kind: 'tool', name: 'lookUp', input: { id: 4 } }],
    ['tool.lookUp', { id: 4 }, { kind: 'tool', name: 'lookUp', input: { id: 4 } }],
    ['agentHover', { anything: true }, { kind: 'tool', name: 'agentHover', input: { anything: true } }],
  ])('%s with %j is decoded', (name, input, action) => {
    expect(decode(name, input)).toEqual(action);
  });

  it.each<[string, JsonValue, string]>([
    ['agentClick', [], 'ActInvalidModelGenerationError'],
    ['agentClick', ['<box>1,2,3,4</box>', 'middle'], 'ActInvalidModelGenerationError'],
    ['agentClick', ['nowhere'], 'ActInvalidModelGenerationError'],
    ['agentClick', 'text', 'ActInvalidModelGenerationError'],
    ['wait', [-1], 'ActInvalidModelGenerationError'],
    ['agentScroll', { direction: 'down', box: '<box>1,2,3,4</box>', value: -1 }, 'ActInvalidModelGenerationError'],
    ['lookUp', [1], 'ActToolError'],
    ['unknown', {}, 'ActToolError'],
    ['toString', {}, 'ActToolError'],
    ['throwAgentError', ['x'], 'ActToolError'],
  ])('%s with %j ends the act as %s', (name, input, error) => {
    expect(() => decode(name, input)).toThrow(expect.objectContaining({ name: error }));
  });

  it.each<[string, JsonValue, string]>([
    ['agentType', ['canary'], 'agentType(a text of 6 characters)'],
    ['agentType', ['canary', 'canary', 'canary'], 'a box of 6 characters'],
    ['agentType', ['canary', ['canary'], 1], '(a text of 6 characters, a list of 1, a number)'],
    ['agentType', { value: 'canary', box: { canary: 'canary' } }, 'agentType(an object)'],
    ['agentScroll', ['canary', '<box>1,2,3,4</box>'], 'Invalid option'],
    ['agentClick', ['canary', { clickType: 'canary' }, null, true, 'canary', 'canary'], 'an object, null, a boolean'],
    ['wait', ['canary'], 'wait(a text of 6 characters)'],
    ['goToUrl', 'canary', 'goToUrl(a text of 6 characters)'],
  ])('%s with %j is told without what it holds', (name, input, told) => {
    expect(() => decode(name, input)).toThrow(told);
    expect(() => decode(name, input)).not.toThrow('canary');
  });

  it.each<[string, JsonValue]>([
    ['return', [deep]],
    ['lookUp', { id: deep }],
  ])('%s with arguments that are too deep ends the act: %#', (name, input) => {
    expect(() => decode(name, input)).toThrow(
      expect.objectContaining({
        name: 'ActInvalidModelGenerationError',
        message: expect.stringContaining('500 levels'),
      }),
    );
  });

  it.each<[string, JsonValue, boolean]>([
    ['agentClick', ['<box>1,2,3,4</box>'], true],
    ['agentType', ['x', '<box>1,2,3,4</box>'], true],
    ['goToUrl', ['https://example.com'], true],
    ['lookUp', {}, true],
    ['agentScroll', ['down', '<box>1,2,3,4</box>'], false],
    ['takeObservation', [], false],
  ])('%s is an effect: %#', (name, input, effect) => {
    expect(isEffect(decode(name, input))).toBe(effect);
  });
});
