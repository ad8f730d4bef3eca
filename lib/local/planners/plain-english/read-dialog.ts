import type { Target } from './imperative.ts';
import type { QuotedText } from './quoted-text.ts';

const CLOSING = ['Close', '×', '✕', '✖', 'Dismiss', 'No thanks', 'Not now', 'Got it', 'OK'];
const SURFACE = / (?:banner|dialog|popup|pop-up|modal|window|message|notice|overlay|box|bar)$/i;

/** `Close the cookie banner`: a button of that whole name, else the one that closes where cookies are spoken of. */
export function closeByName(name: string, text: QuotedText): Target {
  const within = text.plain(name.replace(SURFACE, ''));
  const closers = CLOSING.flatMap((closing) => ['button', 'link'].map((kind) => ({ text: closing, kind, within })));
  return { readings: [{ text: `close ${text.plain(name)}` }, ...closers], words: text.written(name), isResult: false };
}

/** `Accept the cookies`: a button of that whole name, else one that begins so where cookies are spoken of. */
export function acceptByName(verb: string, name: string, text: QuotedText): Target {
  const bare = name.replace(/^(?:all |the )+/i, '').replace(SURFACE, '');
  return {
    readings: [
      { text: `${verb} ${text.plain(name)}` },
      { text: verb, kind: 'button', within: text.plain(bare).replace(/s$/, '') },
    ],
    words: `${verb} ${text.written(name)}`,
    isResult: false,
  };
}
