import { CannotDo, NotReady, NotSeen, someOf } from './cannot-do.ts';
import { partsAround } from './entry-around.ts';
import { entryValue } from './entry-value.ts';
import { entryWith } from './find-list.ts';
import type { Reading } from './imperative.ts';
import { labelledValues } from './labelled-values.ts';
import { matchText } from './match-text.ts';
import { elementChildren, elementsIn, isFrame, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { valuesIn } from './values-in.ts';
import type { Page } from './visible-box.ts';

/** “Loading…”, “Looking up the price…” */
const UNFINISHED = /^\w+ing\b.{0,30}(?:…|\.{3})$/i;

/**
 * The value that the page labels so, by the first of these ways to understand the label that finds any. The content of
 * the page comes before its frame; exact labels come before those that only contain the words.
 *
 * @throws NotSeen when no label in view fits
 * @throws CannotDo when different values fit equally well
 */
export function findValue(page: Page, labels: readonly Reading[], ordinal?: number): string {
  for (const { text, within } of labels) {
    const values = within === undefined ? valuesOnPage(page, text) : valuesNear(page, text, within);
    const value = ordinal === undefined ? values[0] : values.at(ordinal);
    if (values.length > 1 && ordinal === undefined)
      throw new CannotDo(`“${text}” is ambiguous: the page has ${someOf(values)} for it. Say which: … of "…".`);
    if (value !== undefined && UNFINISHED.test(value))
      throw new NotReady(`For “${text}” the page still says “${value}”.`);
    if (value !== undefined) return value;
  }
  const known = labelledValues([...elementsIn(page.root)]).map((each) => each.label);
  throw new NotSeen(`No value labelled ${wordsOf(labels.at(-1))} is in view; the labels that are: ${someOf(known)}.`);
}

function wordsOf({ text, within }: Reading = { text: '' }): string {
  return within === undefined ? `“${text}”` : `“${text}” of “${within}”`;
}

function valuesOnPage(page: Page, label: string): string[] {
  const all = [...elementsIn(page.root)];
  const values = valuesIn(
    all.filter((element) => !isFrame(element)),
    label,
  );
  return values.length > 0 ? values : valuesIn(all, label);
}

/** Of an entry of a list or table what it holds; otherwise the values in the smallest part around the text that has any. */
function valuesNear(page: Page, label: string, within: string): string[] {
  const found = anchorsOf(page, within).flatMap((anchor) => {
    const entry = entryWith(page, anchor);
    const own = entry && entryValue(page, entry.list, entry.entry, label);
    if (own !== undefined) return [own];
    for (const part of partsAround(anchor)) {
      const values = valuesIn([...elementsIn(part)], label);
      if (values.length > 0) return values;
    }
    return [];
  });
  return [...new Set(found)];
}

/** The innermost elements with the text; those with nothing else in them come before all others. */
function anchorsOf(page: Page, text: string): PageElement[] {
  const holding = [...elementsIn(page.root)].filter(
    (element) =>
      matchText(textOf(element), text) >= 2 &&
      elementChildren(element).every((child) => matchText(textOf(child), text) < 2),
  );
  const exact = holding.filter((element) => matchText(textOf(element), text) >= 3);
  return exact.length > 0 ? exact : holding;
}
