import { elementChildren, FIELD_ROLES, ancestorsOf, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';

const LABELLED = new Set([...FIELD_ROLES, 'checkbox', 'radio', 'switch']);
const LABEL_AFTER = new Set(['checkbox', 'radio', 'switch']);

/** Everything the element may be called by, the best first. */
export function namesOf(element: PageElement): string[] {
  const { attributes } = element;
  const role = roleOf(element);
  const isField = LABELLED.has(role);
  const names = [
    attributes['aria-label'],
    attributes['label'],
    isField ? labelOf(element) : textOf(element),
    role === 'button' ? attributes['value'] : undefined,
    attributes['alt'],
    attributes['placeholder'],
    attributes['title'],
    isField ? attributes['type'] : undefined,
    role === 'searchbox' ? 'search' : undefined,
  ];
  return names.map((name) => (name ?? '').replace(/\s+/g, ' ').trim()).filter((name) => name !== '');
}

/**
 * The label of a field: the one around it, or the text beside it. The simplified DOM has lost `for` and `id`, so the
 * neighbourhood has to do; a wrapper that holds nothing but the field is looked around as well.
 */
function labelOf(field: PageElement): string | undefined {
  const around = ancestorsOf(field).find(({ tag }) => tag === 'label');
  if (around) return textWithoutFields(around);
  const sides = LABEL_AFTER.has(roleOf(field)) ? ([1, -1] as const) : ([-1, 1] as const);
  for (const step of LABEL_AFTER.has(roleOf(field)) ? sides : sides.slice(0, 1)) {
    const beside = textBeside(field, step);
    if (beside !== undefined) return beside;
  }
  const { parent } = field;
  return parent && !['form', 'search'].includes(roleOf(parent)) && elementChildren(parent).length === 1
    ? textBeside(parent, -1)
    : undefined;
}

/** The nearest text on that side in the same parent; another field in between ends the search. */
function textBeside(element: PageElement, step: 1 | -1): string | undefined {
  const siblings = element.parent?.children ?? [];
  const side =
    step === 1 ? siblings.slice(siblings.indexOf(element) + 1) : siblings.slice(0, siblings.indexOf(element));
  const ordered = step === 1 ? side : side.toReversed();
  const free = ordered.slice(
    0,
    indexOrEnd(ordered, (sibling) => typeof sibling !== 'string' && isOrHasField(sibling)),
  );
  const label = free.find((sibling) => typeof sibling !== 'string' && sibling.tag === 'label');
  return [label, ...free]
    .filter((node) => node !== undefined)
    .map(textOf)
    .find((text) => text !== '');
}

function indexOrEnd<T>(list: readonly T[], test: (item: T) => boolean): number {
  const at = list.findIndex(test);
  return at < 0 ? list.length : at;
}

function isOrHasField(element: PageElement): boolean {
  const role = roleOf(element);
  return LABELLED.has(role) || role === 'button' || fieldsIn(element).length > 0;
}

function fieldsIn(element: PageElement): PageElement[] {
  return elementChildren(element).flatMap((child) => (LABELLED.has(roleOf(child)) ? [child] : fieldsIn(child)));
}

function textWithoutFields(node: PageElement | string): string {
  if (typeof node === 'string') return node;
  if (LABELLED.has(roleOf(node))) return '';
  return node.children
    .map(textWithoutFields)
    .filter((text) => text !== '')
    .join(' ');
}

/** For messages: `button “Save”`. */
export function describe(element: PageElement): string {
  const name = namesOf(element)[0] ?? '';
  return `${roleOf(element) || `<${element.tag}>`} “${name.length > 60 ? `${name.slice(0, 59)}…` : name}”`;
}
