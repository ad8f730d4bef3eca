import { CannotDo, NotReady, NotSeen, someOf } from './cannot-do.ts';
import { labelledValues, type LabelledValue } from './labelled-values.ts';
import { matchText } from './match-text.ts';
import { ancestorsOf, elementChildren, elementsIn, isFrame, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import type { Page } from './visible-box.ts';

/** Which of several, and near which text. */
export interface Where {
  readonly ordinal?: number;
  readonly within?: string;
}

/** “Loading…”, “Looking up the price…” */
const UNFINISHED = /^\w+ing\b.{0,30}(?:…|\.{3})$/i;

/**
 * The value that the page labels so. The content of the page comes before its frame; exact labels come before those
 * that only contain the words.
 *
 * @throws NotSeen when no label in view fits
 * @throws CannotDo when different values fit equally well
 */
export function findValue(page: Page, label: string, where: Where = {}): string {
  for (const part of partsOf(page, where.within)) {
    const values = valuesIn(part, label);
    const value = where.ordinal === undefined ? values[0] : values.at(where.ordinal);
    if (values.length > 1 && where.ordinal === undefined)
      throw new CannotDo(`“${label}” is ambiguous: the page has ${someOf(values)} for it. Say which: … of "…".`);
    if (value !== undefined && UNFINISHED.test(value))
      throw new NotReady(`For “${label}” the page still says “${value}”.`);
    if (value !== undefined) return value;
  }
  const known = labelledValues([...elementsIn(page.root)]).map((each) => each.label);
  throw new NotSeen(`No value labelled “${label}” is in view; the labels that are: ${someOf(known)}.`);
}

/** The different values with that label that these elements hold, best label first; empty when there are none. */
export function valuesIn(part: readonly PageElement[], label: string): string[] {
  const heading = /^(?:(?:page|main) )?(?:title|heading)$/i.test(label) ? headingOf(part) : undefined;
  if (heading !== undefined) return [heading];
  const labelled = bestLabelled(labelledValues(part), label);
  if (labelled.length > 0) return labelled;
  return /\b(?:price|cost)$/i.test(label) ? moneyIn(part) : [];
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

function partsOf(page: Page, within: string | undefined): PageElement[][] {
  if (within === undefined) {
    const all = [...elementsIn(page.root)];
    return [all.filter((element) => !isFrame(element)), all];
  }
  const anchor = elementsIn(page.root).find(
    (element) =>
      matchText(textOf(element), within) >= 2 &&
      elementChildren(element).every((child) => matchText(textOf(child), within) < 2),
  );
  if (!anchor) throw new NotSeen(`“${within}” is not in view.`);
  return [anchor, ...ancestorsOf(anchor)].map((part) => [...elementsIn(part)]);
}
