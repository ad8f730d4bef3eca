import type { JsonValue } from '../../../act/json.ts';
import { CannotDo } from './cannot-do.ts';
import type { Sentence } from './imperative.ts';
import { hideQuoted } from './quoted-text.ts';
import { QUESTION_WORDS, readSentence, RETURN_VERBS, VERBS } from './read-sentence.ts';

export interface Task {
  readonly sentences: readonly Sentence[];
  /** The JSON Schema of the answer, where one was asked for. */
  readonly schema: JsonValue | undefined;
}

const SCHEMA_SEPARATOR = ', format output with jsonschema: ';
const SENTENCE_END = /[.!?;]+(?:\s+|$)|\s*[\r\n]+\s*/;
/** “And then” always begins something else to do; “and”, “then” and a comma do before a verb. */
const NEXT_IMPERATIVE = new RegExp(
  `(?:,?\\s+and|,)\\s+then\\s+|(?:,?\\s+then|,?\\s+and|,)\\s+(?=(?:${VERBS})\\s|(?:submit|go back)$)`,
  'i',
);
const STARTS_WITH_RETURN = new RegExp(`^(?:${RETURN_VERBS}|${QUESTION_WORDS})\\s`, 'i');
const PRESS_ENTER = /^(?:press|hit)\s+(?:the\s+)?(?:enter|return)(?:\s+key)?$/i;
const TOOL_RESULT = /^(?:result|answer|output)(?: of .+)?$/i;
const FILLER = /^(?:(?:please|then|and|next|now|finally|afterwards|after that|first(?=,))\b,?\s*)+/i;

/**
 * Reads a whole task before any of it is done.
 *
 * @throws CannotDo naming the sentence that is not understood
 */
export function readTask(task: string): Task {
  const at = task.lastIndexOf(SCHEMA_SEPARATOR);
  const schema = at < 0 ? undefined : readSchema(task.slice(at + SCHEMA_SEPARATOR.length));
  const text = hideQuoted(at < 0 ? task : task.slice(0, at));
  const sentences: Sentence[] = [];
  for (const part of text.masked.split(SENTENCE_END).flatMap(imperativesOf)) {
    const last = sentences.at(-1);
    if (last?.imperative.kind === 'return')
      throw new CannotDo(`“Return …” ends an act, but this comes after it: “${text.written(part)}”.`);
    if (last?.imperative.kind === 'type' && PRESS_ENTER.test(part))
      sentences.splice(-1, 1, {
        words: `${last.words} and ${text.written(part)}`,
        imperative: { ...last.imperative, pressEnter: true },
      });
    else sentences.push(...readSentence(part, text).map((sentence) => afterTool(sentence, sentences)));
  }
  if (sentences.length === 0) throw new CannotDo('The task says nothing to do.');
  if (schema !== undefined && sentences.at(-1)?.imperative.kind !== 'return')
    throw new CannotDo('The task asks for an answer by schema, but its last sentence is not “Return …”.');
  return { sentences, schema };
}

/** “The result” is that of a tool, where one is called before. */
function afterTool(sentence: Sentence, before: readonly Sentence[]): Sentence {
  const { imperative } = sentence;
  if (imperative.kind !== 'return' || imperative.question.kind !== 'value') return sentence;
  const asksForIt = TOOL_RESULT.test(imperative.question.readings[0]?.text ?? '');
  const called = before.some((each) => each.imperative.kind === 'tool');
  return asksForIt && called
    ? { ...sentence, imperative: { kind: 'return', question: { kind: 'toolResult' } } }
    : sentence;
}

function readSchema(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new CannotDo(`The schema of the answer is not JSON: ${text.slice(0, 80)}`);
  }
}

/** “Return the name and type of …” is one question: nothing is cut off behind a return verb. */
function imperativesOf(sentence: string): string[] {
  const found: string[] = [];
  let rest = sentence.trim().replace(FILLER, '');
  while (rest !== '') {
    const next = STARTS_WITH_RETURN.test(rest) ? null : NEXT_IMPERATIVE.exec(rest);
    found.push(next ? rest.slice(0, next.index) : rest);
    rest = next ? rest.slice(next.index + next[0].length) : '';
  }
  return found;
}
