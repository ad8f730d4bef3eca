import { CannotDo } from './cannot-do.ts';

/**
 * `£1,234.50` → 1234.5.
 *
 * @throws CannotDo when the text has not exactly one number, for which of them is meant cannot be known
 */
export function toNumber(text: string): number {
  const numbers = text.match(/(?<![\w.,])[-−]?[\p{Sc}]? ?\d[\d.,\u00A0\u202F']*|\d[\d.,]*/gu) ?? [];
  const [first] = numbers;
  if (first === undefined || numbers.length > 1)
    throw new CannotDo(`A number is asked for, and “${text.slice(0, 80)}” holds ${numbers.length} of them.`);
  const sign = /^[-−]/.test(first) ? -1 : 1;
  return sign * Number(withPoint(first.replace(/[^\d.,]/g, '').replace(/[.,]$/, '')));
}

/** The last of two different separators is the decimal one; a comma alone is, unless three digits follow it. */
function withPoint(digits: string): string {
  const decimal = /[.,](?=\d*$)/.exec(digits)?.[0] ?? '.';
  const isThousands =
    digits.split(decimal).length > 2 || (decimal === ',' && !digits.includes('.') && /,\d{3}$/.test(digits));
  if (isThousands) return digits.replaceAll(/[.,]/g, '');
  const other = decimal === ',' ? '.' : ',';
  return digits.replaceAll(other, '').replace(decimal, '.');
}
