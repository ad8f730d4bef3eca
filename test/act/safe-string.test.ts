import { expect, it } from 'vitest';
import { safeString } from '../../lib/act/safe-string.ts';

it.each([
  ['caf\\u00e9', 'café'],
  ['\\\\u00e9', 'é'],
  ['\\ud83d\\ude00', '😀'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text\u0007', 'text'],
  ['C:\\\\dir', 'C:\\dir'],
  ['plain', 'plain'],
])('%j stands for %j', (written, meant) => {
  expect(safeString(written)).toBe(meant);
});
