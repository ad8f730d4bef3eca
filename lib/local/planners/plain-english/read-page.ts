/** An element of the simplified DOM. */
export interface PageElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (PageElement | string)[];
  readonly parent: PageElement | undefined;
}

const TOKEN = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w:.-]*)((?:'[^']*'|"[^"]*"|[^'"<>])*)>|[^<]+|</g;
const ATTRIBUTE = /([^\s=/'"]+)(?:\s*=\s*(?:'([^']*)'|"([^"]*)"|([^\s'"]+)))?/g;
const VOID = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
const ENTITIES = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
  }),
);

/**
 * Reads the printed simplified DOM. What is not well-formed is taken as text or closed where its parent ends: reading
 * never fails.
 *
 * @returns an element without tag around all that was printed
 */
export function readPage(simplifiedDOM: string): PageElement {
  const root = open('', '', undefined);
  let current = root;
  for (const [token, slash, name, rest] of simplifiedDOM.matchAll(TOKEN)) {
    if (token.startsWith('<!--')) continue;
    if (name === undefined) {
      const text = withoutEntities(token).replace(/\s+/g, ' ').trim();
      if (text !== '') current.children.push(text);
      continue;
    }
    const tag = name.toLowerCase();
    if (slash) {
      current = closed(current, tag);
      continue;
    }
    const element = open(tag, rest ?? '', current);
    current.children.push(element);
    if (!rest?.endsWith('/') && !VOID.has(tag)) current = element;
  }
  return root;
}

interface OpenElement extends PageElement {
  readonly children: (PageElement | string)[];
  readonly parent: OpenElement | undefined;
}

function open(tag: string, attributes: string, parent: OpenElement | undefined): OpenElement {
  const read = [...attributes.matchAll(ATTRIBUTE)].map(
    ([, name = '', single, double, bare]) =>
      [name.toLowerCase(), withoutEntities(single ?? double ?? bare ?? '').trim()] as const,
  );
  return { tag, parent, attributes: Object.fromEntries(read), children: [] };
}

/** Where reading goes on after a closing tag; one that closes nothing is ignored. */
function closed(current: OpenElement, tag: string): OpenElement {
  for (let element = current; element.parent; element = element.parent) if (element.tag === tag) return element.parent;
  return current;
}

function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(String(name).toLowerCase()) ?? entity;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}
