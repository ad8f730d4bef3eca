/** What {@link checkUrl} says of a text: the URL to load, or why it is not one. */
export type CheckedUrl = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly reason: string };

const REFUSED_CHARACTER = /[<>"{}|^`\\\s]/;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
/** `host:8080/path` has no scheme, though its first word looks like one. */
const HOST_AND_PORT = /^[a-z0-9.-]+:\d+(?:[/?#]|$)/i;

const SCHEMES: Readonly<Record<string, (text: string) => CheckedUrl>> = {
  http: withHost,
  https: withHost,
  // Chromium answers other `about:` addresses with its internal pages.
  about: (text) =>
    text.toLowerCase() === 'about:blank' ? { ok: true, url: 'about:blank' } : refused('only about:blank is allowed'),
};

/** Says whether the browser may be sent to `text`: `http`, `https` and `about:blank`, scheme included. */
export function checkUrl(text: string): CheckedUrl {
  const checked = check(text);
  return checked.ok
    ? checked
    : {
        ok: false,
        reason: `'${withoutUserinfo(text).slice(0, 200)}' is not a URL that can be opened: ${checked.reason}`,
      };
}

/**
 * As {@link checkUrl}, for what a model wants to open: what has no scheme gets `https://`, and the reason does not show
 * the text, which may hold what was typed.
 */
export function checkUrlOrHost(text: string): CheckedUrl {
  const checked = check(SCHEME.test(text) && !HOST_AND_PORT.test(text) ? text : `https://${text}`);
  return checked.ok
    ? checked
    : { ok: false, reason: `a text of ${text.length} characters is not a URL that can be opened: ${checked.reason}` };
}

function check(text: string): CheckedUrl {
  const character = REFUSED_CHARACTER.exec(text)?.[0];
  if (character !== undefined) return refused(`it must not contain ${JSON.stringify(character)}`);
  const scheme = HOST_AND_PORT.test(text) ? undefined : SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    return refused(
      /^[/.?#]/.test(text)
        ? 'it is only a part of one; write all of it, as in https://example.com/about'
        : 'it has no scheme; write https:// before it',
    );
  const checkRest = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  return checkRest ? checkRest(text) : refused(`the scheme ${scheme}: is not allowed; use http: or https:`);
}

function withHost(text: string): CheckedUrl {
  const url = /^https?:\/\/[^/?#]/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  return url?.hostname ? { ok: true, url: url.href } : refused('it needs a host, as in https://example.com');
}

/** Name and password of an address are for its host, and for nobody who reads a message. */
export function withoutUserinfo(text: string): string {
  return text.replace(/(:\/\/)[^/?#]*@/, '$1');
}

function refused(reason: string): CheckedUrl {
  return { ok: false, reason };
}
