import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());

describe('typing', () => {
  beforeAll(() => site.open('type'));

  test.for([
    ['key by key', 'Search', 'a B-1'],
    ['letters that no key has', 'Search', 'żółć 漢😀'],
    ['a long text at once', 'Search', 'a text of more than ten characters'],
    ['into a text area', 'Notes', 'new notes'],
    ['into an editable element', 'Editor', 'new words'],
    ['into an editable element of several paragraphs', '>bold<', 'one'],
    ['into a number field', "label='Count'", '42'],
  ] as const)('replaces what was there: %s', async ([, field, value]) => {
    await site.type(field, value);
    expect(await site.output()).toBe(`input: ${value}`);
  });

  test('nothing empties the field', async () => {
    await site.type('Search', '');
    expect(await site.output()).toBe('input:');
  });

  test('ends with the Enter key when asked', async () => {
    await site.type('Search', 'shoes', true);
    expect(await site.output()).toBe('submitted shoes');
  });

  test('goes into a field that the click only opens', async () => {
    await site.type('Opens a field', 'late');
    expect(await site.output()).toBe('input: late');
  });

  test.for([
    ['an option by its label', "label='Size'", 'Extra large', 'input change: l'],
    ['an option by something like its label', "label='Size'", ' extra  LARGE ', 'input change: l'],
    ['an option by its value', "label='Size'", 'l', 'input change: l'],
    ['a colour', "type='color'", '#AABBCC', 'input change: #aabbcc'],
    ['a colour in short', "type='color'", 'abc', 'input change: #aabbcc'],
    ['a number on a range', "type='range'", '42', 'input change: 42'],
    ['a day', "type='date'", '2026-03-09', 'input change: 2026-03-09'],
    ['a day in American', "type='date'", '3/9/2026', 'input change: 2026-03-09'],
    ['a month', "type='month'", '2026-3', 'input change: 2026-03'],
    ['a week', "type='week'", '2026-W07', 'input change: 2026-W07'],
    ['an hour', "type='time'", '14:30', 'input change: 14:30'],
    ['an hour in American', "type='time'", '2:30 PM', 'input change: 14:30'],
    ['day and hour', "type='datetime-local'", '3/9/2026 2:30 PM', 'input change: 2026-03-09T14:30'],
  ] as const)('chooses %s', async ([, field, value, heard]) => {
    await site.type(field, value);
    expect(await site.output()).toBe(heard);
  });
});

describe('typing', () => {
  beforeEach(() => site.open('type'));

  test.for([
    ['no such option', "label='Size'", 'Huge', 'AgentRedirectError', '[{"label":"Small","value":"Small"}'],
    ['an option that is disabled', "label='Size'", 'Sold out', 'AgentRedirectError', 'no option'],
    ['no such day', "type='date'", '2026-02-31', 'AgentRedirectError', 'YYYY-MM-DD'],
    ['no day at all', "type='date'", 'tomorrow', 'AgentRedirectError', 'YYYY-MM-DD'],
    ['a colour that is fixed', "label='Fixed colour'", '#AABBCC', 'AgentRedirectError', '#RRGGBB'],
    ['a day that is fixed', "label='Fixed day'", '2026-03-09', 'AgentRedirectError', 'YYYY-MM-DD'],
    ['no focus', 'Mere text', 'lost', 'AgentRedirectError', 'focus'],
    ['no colour', "type='color'", 'red', 'ActInvalidModelGenerationError', 'ValueError'],
    ['no number', "type='range'", 'much', 'ActInvalidModelGenerationError', 'ValueError'],
    ['a file that may not be uploaded', "type='file'", '/etc/passwd', 'ActActuationError', 'may not be uploaded'],
  ] as const)('is refused for %s', async ([, field, value, name, words]) => {
    await expect(site.type(field, value)).rejects.toMatchObject({ name, message: expect.stringContaining(words) });
    expect(await site.output()).toBe('nothing');
  });

  test.for([
    ['a colour', "type='color'"],
    ['a number', "type='range'"],
    ['a file', "type='file'"],
  ] as const)('that ends the act for want of %s is told without what was typed', async ([, field]) => {
    await expect(site.type(field, '/canary')).rejects.toMatchObject({
      message: expect.stringMatching(/^((?!canary).)* of 7 characters ((?!canary).)*$/),
    });
  });
});

test.for([
  ['the same site', 'Write in the first', 'Here: hello'],
  ['another site', 'City there', 'There: hello'],
  ['a frame in a frame', 'Write in the nested', 'Here: hello'],
] as const)('typing goes into a frame of %s', async ([, field, said]) => {
  await site.open('frames');
  await site.type(field, 'hello');
  expect((await site.see()).simplifiedDOM).toContain(said);
});
