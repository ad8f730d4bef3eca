import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BrowserOnSite } from '../support/browser-on-site.ts';

const SECRET = 'canary-7Q"\'<&>+%ü z';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
  await site.open('fill');
});
afterAll(() => site[Symbol.asyncDispose]());

const fill = (field: string, secret = SECRET) => site.browser.fill(field, secret, () => undefined);

describe('a secret is put into the field', () => {
  test('only with leave, and in the tick in which it leaves', async () => {
    const refusal = new Error('the lease is lost');
    await expect(
      site.browser.fill('Password', SECRET, () => {
        throw refusal;
      }),
    ).rejects.toBe(refusal);
    expect(await site.output()).toBe('nothing');
  });

  test.for([
    ['with this label', 'User name'],
    ['with this label around it, without the mark of a field that is needed', 'password'],
    ['with this placeholder, however it is spaced', 'CONFIRM password'],
    ['with this label for screen readers', 'Controlled'],
    ['that refers to its label', 'API token'],
    ['with this name', 'pw'],
    ['with a label that has these words in it', 'user'],
    ['that a selector finds', '.first-code'],
  ] as const)('%s', async ([, field]) => {
    // What a field holds already makes no change.
    const secret = `${SECRET} ${field}`;
    await fill(field, secret);
    expect(await site.output()).toBe(`input: ${secret.length} characters change: ${secret.length} characters`);
  });

  test('in a shadow root, whose changes do not show outside', async () => {
    await fill('Shadow key');
    expect(await site.output()).toBe(`input: ${SECRET.length} characters`);
  });

  test('in a frame of the same origin', async () => {
    await fill('Inner secret');
    expect((await site.see()).simplifiedDOM).toContain(`Inner has ${SECRET.length} characters`);
  });

  test('that puts gaps into it, and is hidden with them', async () => {
    await fill('Card number', '4111111111111111');
    const { simplifiedDOM } = await site.see();
    expect(simplifiedDOM).toMatch(/aria-label='Card number' value='•+'/);
    expect(simplifiedDOM).not.toContain('4111');
  });

  test.for([
    ['puts gaps into it', 'Late card', '4333333333333333'],
    ['takes gaps out of it', 'Gapless card', '4222-2222 2222-2222'],
  ] as const)('that %s later, and is hidden as before', async ([, field, secret]) => {
    await fill(field, secret);
    await site.settle();
    const { simplifiedDOM } = await site.see();
    expect(simplifiedDOM).toMatch(new RegExp(`aria-label='${field}' value='•+'`));
    expect(simplifiedDOM).not.toContain(secret.slice(0, 4));
  });
});

test.for([
  ['there is none', 'Pin', "one field 'Pin', and none was found"],
  ['there are several', 'Code', "one field 'Code', and 2 were found"],
  [
    'it is in a frame of another origin',
    'Other secret',
    "The field 'Other secret' is in a frame of another origin (http://localhost",
  ],
  ['it cannot be seen', 'Trap', 'none was found'],
  ['it cannot be written into', 'Fixed', 'none was found'],
  ['it is disabled', 'Closed', 'none was found'],
  ['the selector finds none', '#nothing', "The fields of the page are: 'User name', 'Password *', "],
  ['a selector finds several', 'input', 'were found'],
  ['it takes no focus', 'Shy', "The field 'Shy' does not take the keyboard focus"],
  ['it does not take the whole of it', 'Short', "The field 'Short' did not keep the value"],
] as const)('a field cannot be filled when %s', async ([, field, words]) => {
  const failure = await fill(field).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'ActActuationError', message: expect.stringContaining(words) });
  expect(String(failure)).not.toContain('canary');
});
