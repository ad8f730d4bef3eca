import { CannotDo, someOf } from './cannot-do.ts';
import { boxInView, type Deed } from './deed.ts';
import { describe } from './element-names.ts';
import { findElement } from './find-element.ts';
import type { Target } from './imperative.ts';
import { heldBy } from './labelled-values.ts';
import { matchText } from './match-text.ts';
import { elementsIn, roleOf, textOf } from './page-element.ts';
import type { PageElement } from './read-page.ts';
import { isChecked } from './tick-state.ts';
import type { Page } from './visible-box.ts';

/** An option of the drop-down of that name, or what can be clicked close to such a label (a group of radio buttons). */
export function chooseFrom(page: Page, option: string, target: Target): Deed {
  const field = findElement(page, target, 'choose');
  if (roleOf(field) === 'select') return chooseIn(page, field, option);
  const element = findElement(
    page,
    { readings: [{ text: option, within: target.readings[0]?.text ?? '' }], words: `“${option}”`, isResult: false },
    'click',
  );
  return choiceByClick(page, element);
}

/** Without a place: the one drop-down that has the option, else what can be clicked under that name. */
export function chooseAny(page: Page, option: string): Deed {
  const selects = elementsIn(page.root)
    .filter((element) => roleOf(element) === 'select' && hasOption(element, option))
    .toArray();
  const [select, second] = selects;
  if (second)
    throw new CannotDo(`“${option}” is ambiguous: ${selects.map(describe).join(' and ')} have it. Say from which.`);
  if (select) return chooseIn(page, select, option);
  const element = findElement(page, { readings: [{ text: option }], words: `“${option}”`, isResult: false }, 'click');
  return choiceByClick(page, element);
}

function choiceByClick(page: Page, element: PageElement): Deed {
  if (roleOf(element) === 'radio' && isChecked(page, element)) return undefined;
  return { call: { name: 'agentClick', input: [boxInView(page, element)] }, words: `Choose ${describe(element)}` };
}

function chooseIn(page: Page, select: PageElement, option: string): Deed {
  const options = optionsOf(select).map(textOf);
  const label =
    options.find((each) => matchText(each, option) >= 3) ??
    only(options.filter((each) => matchText(each, option) >= 2));
  if (options.length > 0 && label === undefined)
    throw new CannotDo(
      `${describe(select)} has no option “${option}”, or more than one that fits; it has ${someOf(options)}.`,
    );
  if (label !== undefined && heldBy(select) === label) return undefined;
  const words = `Choose “${label ?? option}” in ${describe(select)}`;
  return { call: { name: 'agentType', input: [label ?? option, boxInView(page, select)] }, words };
}

function optionsOf(select: PageElement): PageElement[] {
  return elementsIn(select)
    .filter(({ tag }) => tag === 'option')
    .toArray();
}

function hasOption(select: PageElement, option: string): boolean {
  return optionsOf(select).some((each) => matchText(textOf(each), option) >= 3);
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
