import { expect, it } from 'vitest';
import { guardrailRefusal } from '../../lib/act/guardrails.ts';

const shop = {
  allowedDomains: ['example.com', '*.shop.example'],
  blockedDomains: ['admin.shop.example'],
  strict: false,
};

it.each([
  ['https://example.com/a', 'undefined'],
  ['https://EXAMPLE.com./a', 'undefined'],
  ['https://www.shop.example', 'undefined'],
  ['about:blank', 'undefined'],
  ['https://www.example.com', 'www.example.com is not among the allowed domains'],
  ['https://shop.example', 'shop.example is not among the allowed domains'],
  ['https://evilshop.example', 'is not among the allowed domains'],
  ['https://example.com.evil.test', 'is not among the allowed domains'],
  ['https://admin.shop.example', "is blocked by 'admin.shop.example'"],
])('%s: the refusal is %s', (url, reason) => {
  expect(String(guardrailRefusal(url, shop))).toContain(reason);
});

it('without guardrails nothing is refused, and without allowed domains only what is blocked', () => {
  expect(guardrailRefusal('https://a.test', undefined)).toBeUndefined();
  expect(guardrailRefusal('https://a.test', { blockedDomains: ['b.test'], strict: false })).toBeUndefined();
});
