import type { BoxNotation } from './box.ts';

/** What the browser is asked to do, decoded from a built-in call. */
export type BrowserAction =
  | {
      readonly kind: 'click';
      readonly box: BoxNotation;
      readonly clickType: 'left' | 'left-double' | 'right';
      readonly blurField: boolean;
    }
  | { readonly kind: 'hover'; readonly box: BoxNotation }
  | {
      readonly kind: 'scroll';
      readonly box: BoxNotation;
      readonly direction: 'up' | 'down' | 'left' | 'right';
      /** Pixels; absent means 75 % of what is scrolled. */
      readonly value?: number;
    }
  | { readonly kind: 'type'; readonly box: BoxNotation; readonly value: string; readonly pressEnter: boolean }
  | { readonly kind: 'goToUrl'; readonly url: string }
  /** `seconds` 0 settles instead. */
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'waitForPageToSettle' };

/** A call of the service, decoded: what is to be done with it. */
export type Action =
  | { readonly kind: 'browser'; readonly action: BrowserAction }
  | { readonly kind: 'observe' }
  | { readonly kind: 'think'; readonly text: string }
  | { readonly kind: 'return'; readonly value: string }
  | { readonly kind: 'throw'; readonly message: string }
  | { readonly kind: 'tool'; readonly name: string; readonly input: Record<string, unknown> }
  /** Nothing is done: the agent is told why. */
  | { readonly kind: 'refused'; readonly why: string };
