import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adviceFor, ADVISED_ERRORS } from '../../lib/run/error-advice.ts';

const guide = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** Each name of the guide's first columns with the words of its third, without their marks. */
const documented = guide.split('\n').flatMap((line): [name: string, advice: string][] => {
  const [, names = '', advice = ''] = /^\| (`[^|]*) \|[^|]*\| ([^|]*) \|$/.exec(line) ?? [];
  const words = advice.replaceAll('`', '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [name, words]);
});

describe('what to try next', () => {
  it.each(documented)('after %s is what the guide says', (name, advice) => {
    expect(adviceFor(name)).toBe(advice);
  });

  it.each(ADVISED_ERRORS)('after %s stands in the guide as well', (name) => {
    expect(documented.map(([known]) => known)).toContain(name);
  });

  it.each(ADVISED_ERRORS)('after %s is one sentence that says what to do', (name) => {
    expect(adviceFor(name)).toMatch(/^[A-Z][a-z]+:? .*[^.]\.$/);
  });

  it.each(['Error', 'constructor', ''])('is not known of %j', (name) => {
    expect(adviceFor(name)).toBeUndefined();
  });
});
