import { CannotDo, Covered, NotSeen, someOf } from './cannot-do.ts';
import { describe, namesOf } from './element-names.ts';
import { partsAround } from './entry-around.ts';
import { findEntry } from './find-entry.ts';
import { findResult, firstLink } from './find-result.ts';
import type { Extreme, Reading, Target } from './imperative.ts';
import { bestMatch, matchText } from './match-text.ts';
import { elementChildren, elementsIn, FIELD_ROLES, isFrame, isInside, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { boxOf, type Page } from './visible-box.ts';

const CLICKABLE = 'button link tab menuitem menuitemcheckbox menuitemradio option checkbox radio switch treeitem'.split(
  ' ',
);
const FIELDS = [...FIELD_ROLES];

/** Which roles are meant, the preferred ones first; `text` takes any element for the text in it. */
type Purpose = 'click' | 'type' | 'choose' | 'check' | 'point' | 'read';
const PURPOSES: Readonly<Record<Purpose, readonly (readonly string[] | 'text')[]>> = {
  click: [CLICKABLE, FIELDS, 'text'],
  type: [FIELDS],
  choose: [['select'], ['combobox', 'listbox', 'radiogroup', 'group']],
  check: [['checkbox', 'switch', 'radio', 'menuitemcheckbox', 'menuitemradio'], 'text'],
  point: [CLICKABLE, 'text'],
  read: ['text'],
};

/** What an element was called in the sentence → the roles it can have. */
const KINDS: readonly (readonly [pattern: RegExp, roles: readonly string[]])[] = [
  [/^button$/, ['button']],
  [/^link$/, ['link']],
  [/^tab$/, ['tab']],
  [/^check ?box$|^switch$|^toggle$/, ['checkbox', 'switch', 'menuitemcheckbox']],
  [/^radio/, ['radio', 'menuitemradio']],
  [/field|box|input|area/, FIELDS],
  [/^drop-?down$|^list$|^menu$/, ['select', 'combobox', 'listbox', 'menu']],
  [/^menu item$/, ['menuitem', 'menuitemcheckbox', 'menuitemradio']],
  [/^option$/, ['option', 'radio']],
  [/^heading$/, ['heading']],
  [/^image$|^icon$/, ['img']],
];

/**
 * The one element that is meant.
 *
 * @throws NotSeen when nothing in view fits
 * @throws CannotDo when two fit equally well and the sentence does not say which
 */
export function findElement(page: Page, target: Target, purpose: Purpose): PageElement {
  if (target.extreme) return linkOfExtreme(page, target.extreme, target, purpose);
  if (target.isResult) return findResult(page, target);
  for (const reading of target.readings) {
    for (const roles of tiersFor(reading, purpose)) {
      const { text, within } = reading;
      const usable = candidates(page, roles, text, purpose);
      const matches = within === undefined ? bestOf(usable, text) : bestNear(page, within, usable, text);
      if (matches.length > 0) return theOne(page, matches, target);
    }
  }
  throw notFound(page, target, purpose);
}

/** Those of the kind the target is called by, with its whole words in their name. */
export function elementsOfKind(page: Page, { readings }: Target): PageElement[] {
  const [reading] = readings;
  const [roles = 'text'] = reading ? tiersFor(reading, 'read') : [];
  if (!reading || roles === 'text') return [];
  const { text, within } = reading;
  const named = candidates(page, roles, text, 'read').filter(
    (element) => bestMatch(namesOf(element), text) >= (text === '' ? 1 : 2),
  );
  return within === undefined ? named : bestNear(page, within, named, text);
}

function linkOfExtreme(page: Page, which: Extreme, { readings, words }: Target, purpose: Purpose): PageElement {
  const { entry } = findEntry(page, which, readings.at(-1)?.text ?? '');
  const link = firstLink(page, entry);
  if (link && (purpose === 'click' || purpose === 'point')) return link;
  throw new CannotDo(`${words}: “${textOf(entry).slice(0, 60)}” has nothing to ${purpose}.`);
}

function tiersFor({ kind }: Reading, purpose: Purpose): readonly (readonly string[] | 'text')[] {
  const roles = kind === undefined ? undefined : KINDS.find(([pattern]) => pattern.test(kind))?.[1];
  return roles ? [roles] : PURPOSES[purpose];
}

function candidates(page: Page, roles: readonly string[] | 'text', text: string, purpose: Purpose): PageElement[] {
  const usable = elementsIn(page.root).filter(
    (element) => element.tag !== '' && (purpose === 'read' || boxOf(page, element) !== undefined),
  );
  if (roles !== 'text') {
    // “The first link” is one of the page's matter, not of its frame.
    const all = usable.filter((element) => roles.includes(roleOf(element))).toArray();
    const content = text === '' ? all.filter((element) => !isFrame(element)) : [];
    return content.length > 0 ? content : all;
  }
  return text === '' ? [] : usable.filter((element) => isInnermostWith(element, text)).toArray();
}

function isInnermostWith(element: PageElement, text: string): boolean {
  const quality = matchText(textOf(element), text) || bestMatch(namesOf(element), text);
  return quality > 0 && elementChildren(element).every((child) => matchText(textOf(child), text) === 0);
}

function bestOf(elements: readonly PageElement[], text: string): PageElement[] {
  const rated = elements.map((element) => ({ element, quality: bestMatch(namesOf(element), text) }));
  const best = Math.max(1, ...rated.map(({ quality }) => quality));
  const matches = rated.filter(({ quality }) => quality === best).map(({ element }) => element);
  // Of a link and the button in it, the inner one is meant; both lead to the same.
  return matches.filter((element) => !matches.some((other) => other !== element && isInside(other, element)));
}

/**
 * The best matches in the smallest part of the page that holds the place and any of them. What stands in another entry
 * of a list, or another dialog, than the place is not looked at.
 */
function bestNear(page: Page, place: string, elements: readonly PageElement[], text: string): PageElement[] {
  const anchors = bestOf(
    elementsIn(page.root)
      .filter((each) => isInnermostWith(each, place))
      .toArray(),
    place,
  );
  const near = anchors.flatMap((anchor) => {
    const parts = [...partsAround(anchor)];
    const best = bestOf(allInside(parts.at(-1), elements), text);
    return parts.map((part) => allInside(part, best)).find(({ length }) => length > 0) ?? [];
  });
  return [...new Set(near)];
}

function allInside(part: PageElement | undefined, elements: readonly PageElement[]): PageElement[] {
  return elements.filter((element) => part && isInside(element, part));
}

function theOne(page: Page, matches: readonly PageElement[], target: Target): PageElement {
  const [first, second] = matches;
  const chosen = target.ordinal === undefined ? first : matches.at(target.ordinal);
  if (!first || !chosen) throw new NotSeen(`There are only ${matches.length} of ${target.words} in view.`);
  const href = first.attributes['href'];
  const oneAim = href !== undefined && matches.every(({ attributes }) => attributes['href'] === href);
  if (second && target.ordinal === undefined && !oneAim)
    throw new CannotDo(
      `${target.words} is ambiguous: ${matches.length} elements fit equally well, ` +
        `${describe(first)} at ${boxOf(page, first) ?? 'no box'} and ${describe(second)} at ${boxOf(page, second) ?? 'no box'}. ` +
        'Say which: the first, the second, the last, or the text beside it (… next to "…").',
    );
  return chosen;
}

function notFound(page: Page, { words, readings }: Target, purpose: Purpose): NotSeen {
  const wanted = readings[0]?.text ?? '';
  const covered = elementsIn(page.root).find(
    (element) => element.attributes['currently-obscured'] === 'true' && bestMatch(namesOf(element), wanted) >= 2,
  );
  if (covered && wanted !== '') return new Covered(`${describe(covered)} is on the page, but something covers it.`);
  const roles = tiersFor(readings[0] ?? { text: '' }, purpose)[0] ?? 'text';
  const inView = elementsIn(page.root)
    .filter((element) => purpose === 'read' || boxOf(page, element) !== undefined)
    .filter((element) => (roles === 'text' ? elementChildren(element).length === 0 : roles.includes(roleOf(element))))
    .map((element) => namesOf(element)[0] ?? '');
  return new NotSeen(
    `Nothing on the page fits ${words}. It was looked for to ${purpose}; what can be used so here: ${someOf(inView)}.`,
  );
}
