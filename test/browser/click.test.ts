import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());

describe('a click', () => {
  beforeEach(() => site.open('click'));

  test('is one a person could have made', async () => {
    await site.click('Plain');
    expect(await site.output()).toBe('clicked true 1');
  });

  test('twice is a double click', async () => {
    await site.click('Counter', 'left-double');
    expect(await site.output()).toBe('double clicked');
  });

  test('with the right button opens the context menu', async () => {
    await site.click('Menu', 'right');
    expect(await site.output()).toBe('context menu');
  });

  test('can leave the field again', async () => {
    await site.click('Blurred', 'left', true);
    expect(await site.output()).toBe('blurred');
  });

  test('finds what is in an open shadow root', async () => {
    await site.click('In the shadow');
    expect(await site.output()).toBe('shadow clicked');
  });

  test('takes boxes in thousandths of the viewport', async () => {
    const notation = await site.find('Plain');
    const { left, top } = notation.box;
    const box = { left: left / 1.6, top: top / 0.813, right: left / 1.6 + 1, bottom: top / 0.813 + 1 };
    await site.perform({ kind: 'click', box: { unit: 'thousandths', box }, clickType: 'left', blurField: false });
    expect(await site.output()).toBe('clicked true 1');
  });

  test('outside the viewport is the model’s mistake', async () => {
    const box = { unit: 'pixels', box: { left: 0, top: 800, right: 10, bottom: 814 } } as const;
    const clicked = site.perform({ kind: 'click', box, clickType: 'left', blurField: false });
    await expect(clicked).rejects.toMatchObject({ name: 'ActInvalidModelGenerationError' });
  });
});

describe('a click', () => {
  beforeAll(() => site.open('click'));

  test.for([
    [
      'dropdown',
      "value='First'",
      'This dropdown cannot be clicked. Use agentType(<value>, <same bbox>), with one of these values: [{"label":"First","value":"First"},{"label":"Second","value":"Second"}]',
    ],
    [
      'dropdown in a shadow root',
      "value='Inside'",
      'This dropdown cannot be clicked. Use agentType(<value>, <same bbox>), with one of these values: [{"label":"Inside","value":"Inside"}]',
    ],
    [
      'colour',
      "type='color'",
      'This color input cannot be clicked. Use agentType(<value>, <same bbox>), with this format: #RRGGBB',
    ],
    [
      'range',
      "label='Volume'",
      'This range input cannot be clicked. Use agentType(<value>, <same bbox>), with a value from 5 to 50.',
    ],
    [
      'range without limits',
      "label='Level'",
      'This range input cannot be clicked. Use agentType(<value>, <same bbox>), with a value from 0 to 100.',
    ],
    [
      'file',
      "type='file'",
      'This file input cannot be clicked. Use agentType(<value>, <same bbox>), with this format: /path/to/file',
    ],
  ] as const)('on a %s is redirected', async ([, text, message]) => {
    await expect(site.click(text)).rejects.toMatchObject({ name: 'AgentRedirectError', message });
  });
});

test('nothing is sent to the page when it must not be', async () => {
  await site.open('click');
  const lost = new Error('the lease is lost');
  const action = { kind: 'click', box: await site.find('Plain'), clickType: 'left', blurField: false } as const;
  const clicked = site.browser.perform(action, () => {
    throw lost;
  });
  await expect(clicked).rejects.toBe(lost);
  expect(await site.output()).toBe('nothing');
});

describe('a frame', () => {
  beforeAll(() => site.open('frames'));

  test.for(['first', 'nested'])('takes clicks: the %s one', async (which) => {
    await site.click(`Press the ${which}`);
    expect((await site.see()).simplifiedDOM).toContain(`Pressed in the ${which}`);
  });

  test('of another site, with a frame in it, redirects like any document', async () => {
    const nested = (await site.see()).simplifiedDOM.split('Middle')[1] ?? '';
    expect(nested).toContain("value='Red'");
    await expect(site.click("value='Red'")).rejects.toThrow(
      '[{"label":"Red","value":"Red"},{"label":"Blue","value":"Blue"}]',
    );
  });
});
