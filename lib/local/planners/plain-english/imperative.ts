import type { JsonValue } from '../../../act/json.ts';

/** One way to understand the words for an element: its name and, perhaps, what it was called (“button”). */
export interface Reading {
  /** `''` takes every element of the kind. */
  readonly text: string;
  readonly kind?: string | undefined;
  /** A text close to which it stands. */
  readonly within?: string | undefined;
}

/** Of the entries of a list the one with the lowest or the highest price. */
export type Extreme = 'lowest' | 'highest';

/** An element as the sentence points at it. */
export interface Target {
  /** Tried in order; the first that matches anything is the one meant. */
  readonly readings: readonly Reading[];
  /** 0 is the first, -1 the last. Without it, two equal matches are an ambiguity. */
  readonly ordinal?: number | undefined;
  /** It is the entry with that price in the list of what the readings name. */
  readonly extreme?: Extreme | undefined;
  /** It is an entry of the page's list of results, not an element of some name. */
  readonly isResult: boolean;
  /** As it stood in the sentence. */
  readonly words: string;
}

/** What a `Return …` asks for. */
export type Question =
  | { readonly kind: 'url' }
  | { readonly kind: 'value'; readonly readings: readonly Reading[]; readonly ordinal?: number | undefined }
  /** Of the nth entry of a list (-1 is the last), or the one with such a price: a property, or its name. */
  | {
      readonly kind: 'entry';
      readonly which: Extreme | number;
      readonly noun: string;
      readonly property?: string | undefined;
    }
  | { readonly kind: 'text'; readonly target: Target }
  | { readonly kind: 'shown'; readonly text: string; readonly expected: boolean }
  /** An element of a kind, by its name. */
  | { readonly kind: 'exists'; readonly target: Target; readonly expected: boolean }
  | { readonly kind: 'state'; readonly target: Target; readonly expected: boolean }
  | { readonly kind: 'list'; readonly noun: string }
  | { readonly kind: 'count'; readonly noun: string }
  | { readonly kind: 'toolResult' };

/** One thing to do, read from the task. */
export type Imperative =
  | { readonly kind: 'click'; readonly target: Target; readonly clickType: 'left' | 'left-double' | 'right' }
  | { readonly kind: 'hover'; readonly target: Target }
  | { readonly kind: 'type'; readonly value: string; readonly target: Target; readonly pressEnter: boolean }
  | { readonly kind: 'choose'; readonly option: string; readonly target?: Target }
  | { readonly kind: 'check'; readonly target: Target; readonly checked: boolean }
  | { readonly kind: 'scroll'; readonly direction: 'up' | 'down' | 'left' | 'right' }
  | { readonly kind: 'scrollToEnd'; readonly direction: 'up' | 'down' }
  | { readonly kind: 'scrollTo'; readonly target: Target }
  | { readonly kind: 'goTo'; readonly url: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'typeSearch'; readonly query: string }
  | { readonly kind: 'submitSearch' }
  /** The button that sends a form: the named one, or the only one of the page. */
  | { readonly kind: 'submit'; readonly form: string }
  | { readonly kind: 'tool'; readonly name: string; readonly input: { readonly [key: string]: JsonValue } }
  | { readonly kind: 'return'; readonly question: Question };

/** An imperative with the words it came from. */
export interface Sentence {
  readonly words: string;
  readonly imperative: Imperative;
}
