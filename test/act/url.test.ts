import { expect, test } from 'vitest';
import { checkUrl, checkUrlOrHost } from '../../lib/act/url.ts';

test.for([
  ['https://example.com', 'https://example.com/'],
  ['HTTP://Example.com:8080/a?b#c', 'http://example.com:8080/a?b#c'],
  ['http://127.0.0.1:3000/x', 'http://127.0.0.1:3000/x'],
  ['about:blank', 'about:blank'],
])('%s can be opened', ([text, url]) => {
  expect(checkUrl(text ?? '')).toEqual({ ok: true, url });
});

test.for([
  ['example.com', 'no scheme'],
  ['localhost:8080/a', 'no scheme'],
  ['', 'no scheme'],
  ['/about', 'only a part of one; write all of it, as in https://example.com/about'],
  ['ftp://example.com', 'ftp:'],
  ['file:///etc/passwd', 'file:'],
  ['javascript:alert(1)', 'javascript:'],
  ['data:text/html,x', 'data:'],
  ['chrome://version', 'chrome:'],
  ['view-source:https://example.com', 'view-source:'],
  ['about:gpu', 'about:blank'],
  ['https://', 'host'],
  ['https:///path', 'host'],
  ['https:example.com', 'host'],
  ['https://exa mple.com', '" "'],
  ['https://example.com/{a}', '"{"'],
  ['https://example.com\\a', '"\\\\"'],
  ['https://example.com/\n', '"\\n"'],
])('%j is refused, and why is said: %s', ([text, why]) => {
  expect(checkUrl(text ?? '')).toEqual({ ok: false, reason: expect.stringContaining(why ?? '') });
});

test.for([
  ['example.com/a', 'https://example.com/a'],
  ['localhost:8080/a', 'https://localhost:8080/a'],
  ['http://example.com', 'http://example.com/'],
])('for the model, %s stands for %s', ([text, url]) => {
  expect(checkUrlOrHost(text ?? '')).toEqual({ ok: true, url });
});

test('what a model wants to open is not shown, it may hold what was typed', () => {
  for (const url of ['https://example.com/{canary}', 'javascript:canary()', 'https:///canary', '/canary'])
    expect(checkUrlOrHost(url)).toEqual({
      ok: false,
      reason: expect.stringMatching(new RegExp(`^a text of ${url.length} characters is not a URL((?!canary).)*$`)),
    });
});

test('a name and a password are not shown', () => {
  for (const url of ['https://me:KEY@example.com/{a}', 'ftp://me:a KEY@example.com', 'https://me:KEY@'])
    expect(checkUrl(url)).toEqual({ ok: false, reason: expect.not.stringContaining('KEY') });
});
