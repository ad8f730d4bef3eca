import type { PlanRequest } from '../../emulator/planner.ts';
import { CannotDo, NotSeen } from './cannot-do.ts';
import { boxInView, type Deed } from './deed.ts';
import { describe } from './element-names.ts';
import { findElement } from './find-element.ts';
import type { Imperative } from './imperative.ts';
import { ancestorsOf } from './page-element.ts';
import { chooseAny, chooseFrom } from './plan-choice.ts';
import type { PageElement } from './read-page.ts';
import { searchButton, searchField } from './search-form.ts';
import { submitButton } from './submit-button.ts';
import { isChecked } from './tick-state.ts';
import { boxOf, scrollRoom, type Page } from './visible-box.ts';

type Action = Exclude<Imperative, { kind: 'return' | 'scrollToEnd' }>;
type Planned<K extends Action['kind']> = Extract<Action, { kind: K }>;

const PLANS: {
  readonly [K in Action['kind']]: (page: Page, imperative: Planned<K>, steps: PlanRequest['steps']) => Deed;
} = {
  click: (page, { target, clickType }) => {
    const element = findElement(page, target, 'click');
    const input = clickType === 'left' ? [boxInView(page, element)] : [boxInView(page, element), clickType];
    return { call: { name: 'agentClick', input }, words: `Click ${describe(element)}` };
  },
  hover: (page, { target }) => {
    const element = findElement(page, target, 'point');
    return {
      call: { name: 'agentHover', input: [boxInView(page, element)] },
      words: `Hover over ${describe(element)}`,
    };
  },
  type: (page, { target, value, pressEnter }) => type(page, findElement(page, target, 'type'), value, pressEnter),
  choose: (page, { option, target }) => (target ? chooseFrom(page, option, target) : chooseAny(page, option)),
  check: (page, { target, checked }) => {
    const element = findElement(page, target, 'check');
    if (isChecked(page, element) === checked) return undefined;
    const words = `${checked ? 'Check' : 'Uncheck'} ${describe(element)}`;
    return { call: { name: 'agentClick', input: [boxInView(page, element)] }, words };
  },
  scroll: (page, { direction }) => ({
    call: { name: 'agentScroll', input: [direction, scrollRoom(page).box] },
    words: `Scroll ${direction}`,
  }),
  scrollTo: (page, { target }) => {
    if (boxOf(page, findElement(page, target, 'read')) === undefined)
      throw new NotSeen(`${target.words} is not in view.`);
    return undefined;
  },
  goTo: (page, { url }) => {
    const address = /^[\w-]+(?:\.[\w-]+)+/.test(url) ? `https://${url}` : url;
    const base = page.observation.activeURL;
    if (!URL.canParse(address, base))
      throw new CannotDo(`“${url}” is not an address that can be gone to from ${base}.`);
    return { call: { name: 'goToUrl', input: [new URL(address, base).href] }, words: `Go to ${url}` };
  },
  wait: (_, { seconds }) => ({ call: { name: 'wait', input: [seconds] }, words: `Wait ${seconds} seconds` }),
  submit: (page, { form }) => {
    const button = submitButton(page, form);
    return { call: { name: 'agentClick', input: [boxInView(page, button)] }, words: `Click ${describe(button)}` };
  },
  tool: (_, { name, input }) => ({ call: { name, input }, words: `Call the tool ${name}` }),
  typeSearch: (page, { query }) => {
    const field = searchField(page);
    return type(page, field, query, ancestorsOf(field).some(({ tag }) => tag === 'form') || !searchButton(page));
  },
  submitSearch: (page, _, steps) => {
    // Not always by the last step: a look, or a page that was reloaded, may have come in between.
    const typed = steps.flatMap(({ calls }) => calls).findLast(({ name }) => name === 'agentType')?.input;
    if (Array.isArray(typed) && typed.length === 3) return undefined;
    const button = searchButton(page);
    if (!button) throw new NotSeen('The search field was filled, but no Search button is in view.');
    return { call: { name: 'agentClick', input: [boxInView(page, button)] }, words: `Click ${describe(button)}` };
  },
};

/**
 * What is to be called for one imperative on this page.
 *
 * @throws NotSeen when its element is not in view, CannotDo when it is ambiguous or cannot be used so
 */
export function planImperative<K extends Action['kind']>(
  page: Page,
  imperative: Planned<K> & { kind: K },
  steps: PlanRequest['steps'],
): Deed {
  return PLANS[imperative.kind](page, imperative, steps);
}

function type(page: Page, field: PageElement, value: string, pressEnter: boolean): Deed {
  const enter = pressEnter ? [{ pressEnter: true }] : [];
  const words = `Type “${value}” into ${describe(field)}${pressEnter ? ' and press Enter' : ''}`;
  return { call: { name: 'agentType', input: [value, boxInView(page, field), ...enter] }, words };
}
