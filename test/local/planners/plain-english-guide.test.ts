import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deedOf, observed, planned, played } from './observed-page.ts';

const guide = readFileSync(new URL('../../../docs/plain-english.md', import.meta.url), 'utf8');
const page = /```html\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
const rows = [...guide.matchAll(/^\| (?!Say|---)(.+?) \| `(\w+)` (.+?) \|$/gm)].map(
  ([, say = '', name = '', what = '']) => ({ say, name, what }),
);

describe('the guide', () => {
  test('has a page and a table', () => {
    expect(page).toContain('<main>');
    expect(rows.length).toBeGreaterThan(25);
  });

  test.for(rows.filter(({ name }) => name === 'return'))('says what is answered to: $say', async ({ say, what }) => {
    expect((await played(say, [observed(page)])).at(-1)).toBe(`return ${JSON.stringify([what])}`);
  });

  test.for(rows.filter(({ name }) => name !== 'return'))('says what is done for: $say', async ({ say, name, what }) => {
    const calls = await planned(say, observed(page));
    expect(deedOf(calls)?.name).toBe(name);
    expect(JSON.stringify(calls[0]?.input).replace(/\(\d+\/\d+\) /, '')).toBe(JSON.stringify([`${what}.`]));
  });
});
