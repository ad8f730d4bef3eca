import { labelledValues, type LabelledValue } from './labelled-values.ts';
import { matchText } from './match-text.ts';
import { isFrame, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';

/** The different values with that label that these elements hold, best label first; empty when there are none. */
export function valuesIn(part: readonly PageElement[], label: string): string[] {
  const heading = /^(?:(?:page|main) )?(?:title|heading)$/i.test(label) ? headingOf(part) : undefined;
  if (heading !== undefined) return [heading];
  const labelled = bestLabelled(labelledValues(part), label);
  if (labelled.length > 0) return labelled;
  return /^(?:(?:product|item|unit|current) )?(?:price|cost)$/i.test(label) ? moneyIn(part) : [];
}

function bestLabelled(values: readonly LabelledValue[], wanted: string): string[] {
  const rated = values
    .map(({ label, value, isWeak }) => ({ value, isWeak, quality: matchText(label, wanted) }))
    .filter(({ quality, isWeak }) => quality >= (isWeak ? 3 : 2));
  // Case tells nothing about a label.
  const isExact = rated.some(({ quality }) => quality >= 3);
  return [...new Set(rated.filter(({ quality }) => !isExact || quality >= 3).map(({ value }) => value))];
}

function headingOf(part: readonly PageElement[]): string | undefined {
  const headings = part.filter((element) => roleOf(element) === 'heading');
  const heading = headings.find(({ tag }) => tag === 'h1') ?? headings[0];
  return heading && textOf(heading);
}

/** Amounts of money, where nothing else tells a price. */
function moneyIn(part: readonly PageElement[]): string[] {
  const text = part
    .filter((element) => !isFrame(element))
    .flatMap((element) => element.children.filter((child) => typeof child === 'string'))
    .join('\n');
  return [
    ...new Set(text.match(/(?:[£$€¥]|\b(?:EUR|USD|GBP|CHF)) ?\d[\d.,]*\d|(?:[£$€¥]) ?\d|\d[\d.,]* ?(?:€|EUR\b)/g)),
  ];
}
