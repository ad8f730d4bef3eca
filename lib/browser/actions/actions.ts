import type { BrowserAction } from '../../act/action.ts';
import { click } from './click.ts';
import type { ActionContext, ActionOf } from './context.ts';
import { goToUrl } from './go-to-url.ts';
import { hover } from './hover.ts';
import { fileChooserAdvice } from './redirects.ts';
import { scroll } from './scroll.ts';
import { type } from './type.ts';
import { wait } from './wait.ts';

type Actions = {
  readonly [Kind in BrowserAction['kind']]: (action: ActionOf<Kind>, context: ActionContext) => Promise<void>;
};

const ACTIONS: Actions = {
  click,
  hover,
  scroll,
  type,
  goToUrl,
  wait,
  async waitForPageToSettle(_action, { tab, settle }) {
    await settle();
    // The click was over before the page had worked out that it needs a file.
    if (tab.takeFileChooser()) throw fileChooserAdvice();
  },
};

/** Performs any action. */
export function performAction<Kind extends BrowserAction['kind']>(
  action: ActionOf<Kind>,
  context: ActionContext,
): Promise<void> {
  return ACTIONS[action.kind](action, context);
}
