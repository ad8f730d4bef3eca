import { CannotDo, NotSeen, someOf } from './cannot-do.ts';
import { describe, namesOf } from './element-names.ts';
import { bestMatch } from './match-text.ts';
import { ancestorsOf, elementsIn, FIELD_ROLES, roleOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { boxOf, type Page } from './visible-box.ts';

/**
 * The page's search field: one that is called so or is of that type, else the one in a search form, else the only
 * field of a page with a Search button.
 *
 * @throws NotSeen when none is in view, CannotDo when there are several
 */
export function searchField(page: Page): PageElement {
  const fields = elementsIn(page.root)
    .filter(
      (element) =>
        FIELD_ROLES.has(roleOf(element)) && roleOf(element) !== 'select' && boxOf(page, element) !== undefined,
    )
    .toArray();
  const named = fields.filter((field) => roleOf(field) === 'searchbox' || bestMatch(namesOf(field), 'search') >= 2);
  const inSearch = fields.filter((field) => ancestorsOf(field).some((above) => roleOf(above) === 'search'));
  const candidates = [named, inSearch, searchButton(page) ? fields : []].find(({ length }) => length > 0) ?? [];
  const [field, second] = candidates;
  if (!field)
    throw new NotSeen(
      `No search field is in view; the fields that are: ${someOf(fields.map((each) => namesOf(each)[0] ?? ''))}.`,
    );
  if (second) throw new CannotDo(`The search field is ambiguous: ${describe(field)} and ${describe(second)} both fit.`);
  return field;
}

/** The first button in view that is called “Search”. */
export function searchButton(page: Page): PageElement | undefined {
  return elementsIn(page.root).find(
    (element) =>
      roleOf(element) === 'button' && boxOf(page, element) !== undefined && bestMatch(namesOf(element), 'search') >= 2,
  );
}
