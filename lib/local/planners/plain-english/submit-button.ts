import { CannotDo, NotSeen, someOf } from './cannot-do.ts';
import { describe, namesOf } from './element-names.ts';
import { bestMatch } from './match-text.ts';
import { elementsIn, isFrame, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { boxOf, type Page } from './visible-box.ts';

/**
 * The button that sends a form. A search form counts only where it is the page's only one.
 *
 * @param name - in the form's label or text; `''` is the only form
 * @throws NotSeen when no such form with a button is in view, CannotDo when there are several
 */
export function submitButton(page: Page, name: string): PageElement {
  const forms = elementsIn(page.root)
    .filter((element) => element.tag === 'form' || roleOf(element) === 'form')
    .filter((form) => bestMatch([...namesOf(form), textOf(form)], name) >= (name === '' ? 1 : 2))
    .map((form) => ({ form, buttons: sendingIn(page, form) }))
    .filter(({ buttons }) => buttons.length > 0)
    .toArray();
  const own = forms.filter(({ form }) => !isFrame(form));
  const buttons = (own.length > 0 ? own : forms).flatMap((each) => each.buttons);
  const [button, second] = buttons;
  if (!button) throw new NotSeen(`No form${name === '' ? '' : ` “${name}”`} with a button that sends it is in view.`);
  if (second) throw new CannotDo(`Which button sends the form is ambiguous: ${someOf(buttons.map(describe))}.`);
  return button;
}

function sendingIn(page: Page, form: PageElement): PageElement[] {
  const buttons = [...elementsIn(form)].filter(
    (element) => ['button', 'input'].includes(element.tag) && roleOf(element) === 'button' && boxOf(page, element),
  );
  return buttons.filter(({ attributes: { type = 'submit' } }) => ['submit', 'image'].includes(type.toLowerCase()));
}
