import type { JsonValue } from '../../../act/json.ts';
import { entriesOf, known, labelled, type AnswerSource } from './answer-source.ts';
import { CannotDo, NotSeen } from './cannot-do.ts';
import { describe, namesOf } from './element-names.ts';
import { findElement } from './find-element.ts';
import type { Question } from './imperative.ts';
import { matchText } from './match-text.ts';
import { elementsIn, textOf } from './page-element.ts';
import { shapeAnswer } from './shape-answer.ts';
import { isChecked } from './tick-state.ts';
import type { Page } from './visible-box.ts';

type Asked<K extends Question['kind']> = Extract<Question, { kind: K }>;

const SOURCES: { readonly [K in Question['kind']]: (page: Page, question: Asked<K>) => AnswerSource } = {
  url: (page) => known(page.observation.activeURL),
  value: (page, { label, kind: _, ...where }) => labelled(page, label, where),
  text: (page, { target }) => known(textOf(findElement(page, target, 'read'))),
  shown: (page, { text, expected }) => known(isShown(page, text) === expected),
  state: (page, { target, expected }) => {
    const element = findElement(page, target, 'check');
    const state = isChecked(page, element);
    if (state === undefined) throw new CannotDo(`The page does not tell whether ${describe(element)} is checked.`);
    return known(state === expected);
  },
  list: (page, { noun }) => ({ ...labelled(page, noun, {}), value: () => asJson(entriesOf(page, noun)) }),
  count: (page, { noun }) => known(entriesOf(page, noun).length),
};

/**
 * The text of the `return` that answers.
 *
 * @throws NotSeen when it is not in view, CannotDo when it cannot be said
 */
export function findAnswer(page: Page, question: Question, schema: JsonValue | undefined): string {
  const source = sourceOf(page, question);
  try {
    return shapeAnswer(schema, source);
  } catch (error) {
    const parts = question.kind === 'value' ? question.label.split(/,\s*(?:and\s+)?|\s+and\s+/) : [];
    if (!(error instanceof NotSeen) || schema !== undefined || parts.length < 2) throw error;
    const labels = parts.map((label) => label.replace(/^the /i, ''));
    const values = labels.map((label) => [label, labelled(page, label, {}).value()] as const);
    return JSON.stringify(Object.fromEntries(values));
  }
}

/** What to say when the page was searched from end to end; only “is it shown” has an answer then. */
export function answerNotSeen(page: Page, question: Question, schema: JsonValue | undefined): string | undefined {
  return question.kind === 'shown' && page.root.children.length > 0
    ? shapeAnswer(schema, known(!question.expected))
    : undefined;
}

function sourceOf<K extends Question['kind']>(page: Page, question: Asked<K> & { kind: K }): AnswerSource {
  return SOURCES[question.kind](page, question);
}

function isShown(page: Page, text: string): true {
  const found =
    matchText(textOf(page.root), text) >= 2 ||
    elementsIn(page.root).some((element) => namesOf(element).some((name) => matchText(name, text) >= 2));
  if (found) return true;
  throw new NotSeen(`“${text}” is not in view.`);
}

function asJson(entries: readonly AnswerSource[]): string {
  return JSON.stringify(entries.map((entry) => entry.value()));
}
