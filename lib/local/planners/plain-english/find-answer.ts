import type { JsonValue } from '../../../act/json.ts';
import type { PlanRequest } from '../../emulator/planner.ts';
import { entriesOf, entryOf, known, knownJson, labelled, listed, type AnswerSource } from './answer-source.ts';
import { CannotDo, NotSeen } from './cannot-do.ts';
import { describe, namesOf } from './element-names.ts';
import { elementsOfKind, findElement } from './find-element.ts';
import type { Question, Target } from './imperative.ts';
import { matchText } from './match-text.ts';
import { elementsIn, textOf } from './page-element.ts';
import { shapeAnswer } from './shape-answer.ts';
import { isChecked } from './tick-state.ts';
import type { Page } from './visible-box.ts';

type Steps = PlanRequest['steps'];
type Asked<K extends Question['kind']> = Extract<Question, { kind: K }>;

const SOURCES: { readonly [K in Question['kind']]: (page: Page, question: Asked<K>, steps: Steps) => AnswerSource } = {
  url: (page) => known(page.observation.activeURL),
  value: (page, { readings, ordinal }) => labelled(page, readings, ordinal),
  entry: (page, { which, noun, property }) => entryOf(page, which, noun, property),
  text: (page, { target }) => known(textOf(findElement(page, target, 'read'))),
  shown: (page, { text, expected }) => known(isShown(page, text) === expected),
  exists: (page, { target, expected }) => known(isThere(page, target) === expected),
  state: (page, { target, expected }) => {
    const element = findElement(page, target, 'check');
    const state = isChecked(page, element);
    if (state === undefined) throw new CannotDo(`The page does not tell whether ${describe(element)} is checked.`);
    return known(state === expected);
  },
  list: (page, { noun }) => listed(page, noun),
  count: (page, { noun }) => known(entriesOf(page, noun).length),
  toolResult: (_, __, steps) => knownJson(toolResultOf(steps)),
};

/**
 * The text of the `return` that answers.
 *
 * @throws NotSeen when it is not in view, CannotDo when it cannot be said
 */
export function findAnswer(page: Page, question: Question, schema: JsonValue | undefined, steps: Steps): string {
  try {
    return shapeAnswer(schema, sourceOf(page, question, steps));
  } catch (error) {
    // However long the page is looked through, that stays as it is.
    if (error instanceof NotSeen && question.kind === 'toolResult') throw new CannotDo(error.message);
    const label = question.kind === 'value' ? (question.readings[0]?.text ?? '') : '';
    const parts = label.split(/,\s*(?:and\s+)?|\s+and\s+/);
    if (!(error instanceof NotSeen) || schema !== undefined || parts.length < 2) throw error;
    const labels = parts.map((part) => part.replace(/^(?:the|its) /i, ''));
    const values = labels.map((text) => [text, labelled(page, [{ text }]).value()] as const);
    return JSON.stringify(Object.fromEntries(values));
  }
}

/** What to say when the page was searched from end to end; only “is it there” has an answer then. */
export function answerNotSeen(page: Page, question: Question, schema: JsonValue | undefined): string | undefined {
  return (question.kind === 'shown' || question.kind === 'exists') && page.root.children.length > 0
    ? shapeAnswer(schema, known(!question.expected))
    : undefined;
}

function sourceOf<K extends Question['kind']>(
  page: Page,
  question: Asked<K> & { kind: K },
  steps: Steps,
): AnswerSource {
  return SOURCES[question.kind](page, question, steps);
}

function isThere(page: Page, target: Target): true {
  if (elementsOfKind(page, target).at(target.ordinal ?? 0)) return true;
  throw new NotSeen(`${target.words} is not in view.`);
}

function isShown(page: Page, text: string): true {
  const found =
    matchText(textOf(page.root), text) >= 2 ||
    elementsIn(page.root).some((element) => namesOf(element).some((name) => matchText(name, text) >= 2));
  if (found) return true;
  throw new NotSeen(`“${text}” is not in view.`);
}

/** What the tool that was called last gave back. */
function toolResultOf(steps: Steps): JsonValue {
  const ended = steps.flatMap(({ calls, results }) =>
    calls
      .filter(({ input }) => !Array.isArray(input))
      .map(({ callId }) => results.find((result) => result.callId === callId)?.text),
  );
  const text = ended.at(-1);
  if (text === undefined) throw new CannotDo('No tool has given a result.');
  return asJson(text);
}

function asJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
