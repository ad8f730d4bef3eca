import { describe, expect, it } from 'vitest';
import { narrowGuardrails } from '../../lib/run/narrow-guardrails.ts';

const startingPage = 'https://shop.example.com/';

describe('guardrails of stack and input', () => {
  it("are the input's where the stack has none, and the stack's where the input has none", () => {
    const guardrails = { allowedDomains: ['*.example.com'], strict: true };
    expect(narrowGuardrails({ startingPage, guardrails }, undefined)).toEqual(guardrails);
    expect(narrowGuardrails({ startingPage }, guardrails)).toEqual(guardrails);
    expect(narrowGuardrails({ startingPage }, undefined)).toBeUndefined();
  });

  it.each([
    ['*.example.com', '*.example.com'],
    ['*.example.com', 'shop.example.com'],
    ['*.Example.com', '*.EU.example.COM'],
    ['shop.example.com', 'shop.example.com'],
  ])('of %s may be narrowed to %s', (wide, narrow) => {
    const page = 'about:blank';
    const given = { startingPage: page, guardrails: { allowedDomains: [narrow], strict: false } };
    expect(narrowGuardrails(given, { allowedDomains: ['other.example.org', wide], strict: false })).toEqual({
      allowedDomains: [narrow],
      strict: false,
    });
  });

  it.each([
    ['*.example.com', 'example.com'],
    ['*.example.com', '*.com'],
    ['*.example.com', 'notexample.com'],
    ['shop.example.com', '*.shop.example.com'],
    ['shop.example.com', '*.example.com'],
  ])('of %s cannot be widened to %s', (wide, domain) => {
    const given = { startingPage, guardrails: { allowedDomains: ['shop.example.com', domain], strict: false } };
    expect(() => narrowGuardrails(given, { allowedDomains: ['shop.example.com', wide], strict: false })).toThrow(
      `guardrails.allowedDomains: got "${domain}", allowed: within this stack's shop.example.com, ${wide}`,
    );
  });

  it('block what either blocks, and are strict where either is', () => {
    const guardrails = { blockedDomains: ['a.example.com', 'b.example.com'], strict: false };
    const stack = { blockedDomains: ['b.example.com', 'c.example.com'], strict: true };
    expect(narrowGuardrails({ startingPage, guardrails }, stack)).toEqual({
      blockedDomains: ['b.example.com', 'c.example.com', 'a.example.com'],
      strict: true,
    });
    expect(narrowGuardrails({ startingPage, guardrails: { ...guardrails, strict: true } }, { strict: false })).toEqual({
      blockedDomains: guardrails.blockedDomains,
      strict: true,
    });
  });

  it('refuse an input that starts where the stack does not let browsers be', () => {
    expect(() => narrowGuardrails({ startingPage }, { blockedDomains: ['shop.example.com'], strict: false })).toThrow(
      'startingPage: got "https://shop.example.com/", allowed: a page within this stack\'s guardrails: ' +
        "shop.example.com is blocked by 'shop.example.com'",
    );
  });
});
