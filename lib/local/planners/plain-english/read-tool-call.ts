import type { JsonValue } from '../../../act/json.ts';
import { CannotDo } from './cannot-do.ts';
import { QUOTED, type QuotedText } from './quoted-text.ts';

type Input = { readonly [key: string]: JsonValue };

const PAIR = new RegExp(`^\\s*([\\w-]+)(?:\\s*[:=]\\s*|\\s+(?:is |of |to )?)(?:(${QUOTED})|(.+?))\\s*$`);

/**
 * The input of a tool: a JSON object, or pairs as in `amount 3 and currency "EUR"`. Whether it is what the tool takes is
 * not looked at.
 *
 * @throws CannotDo when it is neither
 */
export function readToolCall(words: string, text: QuotedText): Input {
  if (!words.startsWith('{')) return pairs(words, text);
  try {
    return JSON.parse(text.written(words));
  } catch {
    throw new CannotDo(`The input of the tool is not JSON: ${text.written(words).slice(0, 80)}`);
  }
}

function pairs(words: string, text: QuotedText): Input {
  const parts = words.split(/,\s*(?:and\s+)?|\s+and\s+/).filter((part) => part.trim() !== '');
  return Object.fromEntries(
    parts.map((part) => {
      const [, key, quoted, bare = ''] = PAIR.exec(part) ?? [];
      if (key === undefined)
        throw new CannotDo(`“${text.written(part)}” is no input of a tool. Say a name and a value, or a JSON object.`);
      return [key, quoted === undefined ? scalar(bare) : text.plain(quoted)];
    }),
  );
}

function scalar(text: string): JsonValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
