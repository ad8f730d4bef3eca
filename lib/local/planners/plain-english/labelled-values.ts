import { namesOf } from './element-names.ts';
import { inWords } from './match-text.ts';
import { elementChildren, elementsIn, FIELD_ROLES, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';

/** A value and what the page calls it. */
export interface LabelledValue {
  readonly label: string;
  readonly value: string;
  /** The label is only a text before the value, so that nothing short of its exact words may count. */
  readonly isWeak: boolean;
}

type Source = (element: PageElement) => readonly LabelledValue[];

const TERMS = new Set(['dt', 'th']);
const NO_LABELS = new Set(['link', 'button', 'option', 'listitem', 'tab', 'columnheader', 'select', 'menuitem']);
const INLINE = new Set([
  'b',
  'strong',
  'em',
  'i',
  'span',
  'data',
  'time',
  'output',
  'small',
  'sup',
  'sub',
  'bdi',
  'code',
]);

/** `Price: £12` in one text, or `Price:` and what stands beside it. */
const colon: Source = ({ children }) =>
  children.flatMap((child, at) => {
    const text = typeof child === 'string' ? child : leafText(child);
    const [, label, value] = /^([^:]{1,60}):(?:\s+(.*))?$/s.exec(text) ?? [];
    // An element that has both is met again as the parent of its text.
    if (label === undefined || (value !== undefined && typeof child !== 'string')) return [];
    const rest = children.slice(at + 1);
    const following = value === undefined ? rest.slice(0, 1) : rest.slice(0, firstOther(rest));
    return [{ label, value: [value ?? '', ...following.map(textOf)].join(' ').trim(), isWeak: false }];
  });

/** A term or heading and what follows it; any other short text without a colon counts as a weak label. */
const beside: Source = ({ children, tag }) =>
  children.flatMap((child, at) => {
    const next = children[at + 1];
    if (typeof child === 'string' || next === undefined) return [];
    if (NO_LABELS.has(roleOf(child)) && !TERMS.has(child.tag)) return [];
    if (typeof next !== 'string' && (TERMS.has(next.tag) || FIELD_ROLES.has(roleOf(next)))) return [];
    const label = leafText(child);
    const isTerm = TERMS.has(child.tag) || roleOf(child) === 'heading' || (tag === 'tr' && children.length === 2);
    const usable = label !== '' && label.length <= 60 && !label.endsWith(':') && child.tag !== 'label';
    return usable && (isTerm || roleOf(child) !== 'cell') ? [{ label, value: textOf(next), isWeak: !isTerm }] : [];
  });

/** The cells below a column's header. */
const column: Source = (table) => {
  if (!['table', 'grid'].includes(roleOf(table))) return [];
  const { headers, rows } = tableOf(table);
  return rows.flatMap((row) =>
    elementChildren(row).map((cell, at) => ({ label: headers[at] ?? '', value: textOf(cell), isWeak: false })),
  );
};

const attribute: Source = (element) => {
  if (NO_LABELS.has(roleOf(element)) || FIELD_ROLES.has(roleOf(element))) return [];
  const value = leafText(element);
  return ['aria-label', 'title', 'data-testid', 'data-test', 'data-test-id', 'data-cy'].flatMap((name) => {
    const [, label, told] = /^([^:]*?)(?::\s+(.*))?$/s.exec(element.attributes[name] ?? '') ?? [];
    const words = name.startsWith('data-') ? inWords(label ?? '') : (label ?? '');
    return words === '' ? [] : [{ label: words, value: told ?? (value === words ? '' : value), isWeak: false }];
  });
};

const field: Source = (element) => {
  if (!FIELD_ROLES.has(roleOf(element))) return [];
  const value = heldBy(element);
  return namesOf(element)
    .slice(0, 1)
    .map((label) => ({ label, value, isWeak: false }));
};

const SOURCES = [colon, beside, column, attribute, field];

/** All values for which these elements have a label, in the order given. */
export function labelledValues(elements: readonly PageElement[]): LabelledValue[] {
  return elements
    .flatMap((element) => SOURCES.flatMap((source) => source(element)))
    .filter(({ value }) => value !== '');
}

/** A table's header row, if it has one, and its other rows. */
export function tableOf(table: PageElement): { headers: readonly string[]; rows: readonly PageElement[] } {
  const all = elementsIn(table)
    .filter((element) => roleOf(element) === 'row')
    .toArray();
  const header = all.find(isHeader);
  return {
    headers: header ? elementChildren(header).map(textOf) : [],
    rows: all.filter((row) => !isHeader(row)),
  };
}

function isHeader(row: PageElement): boolean {
  const cells = elementChildren(row);
  return cells.length > 1 && cells.every((cell) => roleOf(cell) === 'columnheader');
}

/** What a field holds now; of a select the text of the chosen option. */
export function heldBy(element: PageElement): string {
  const value = element.attributes['value'] ?? '';
  const options = elementsIn(element)
    .filter(({ tag }) => tag === 'option')
    .toArray();
  const chosen =
    options.find(({ attributes }) => attributes['selected'] !== undefined) ??
    options.find(({ attributes }) => attributes['value'] === value && value !== '');
  return chosen ? textOf(chosen) : value || (element.tag === 'textarea' ? textOf(element) : '');
}

/** The text of an element that holds no others than inline ones. */
function leafText(element: PageElement): string {
  return elementChildren(element).every(({ tag }) => INLINE.has(tag)) ? textOf(element) : '';
}

function firstOther(nodes: readonly (PageElement | string)[]): number {
  const at = nodes.findIndex((node) => typeof node !== 'string' && !INLINE.has(node.tag));
  return at < 0 ? nodes.length : at;
}
