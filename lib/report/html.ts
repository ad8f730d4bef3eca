/** HTML that may be put into HTML as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** `false`, `''` and undefined insert nothing, so that `condition && html` reads well. */
type Insertion = Html | string | number | false | undefined | readonly (Html | string | false | undefined)[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML with every insertion escaped that is not HTML itself: pages and models write what they like. */
export function html(parts: TemplateStringsArray, ...insertions: readonly Insertion[]): Html {
  return new Html(parts.reduce((text, part, index) => text + escaped(insertions[index - 1]) + part));
}

function escaped(insertion: Insertion): string {
  if (insertion === undefined || insertion === false) return '';
  if (insertion instanceof Html) return insertion.text;
  if (typeof insertion === 'object') return insertion.map((inner) => escaped(inner)).join('');
  return String(insertion).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
