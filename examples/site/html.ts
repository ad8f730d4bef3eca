/** Text that is already HTML. Only {@link html} makes it, so whatever else reaches a page is escaped. */
export interface Html {
  readonly html: string;
}

type Insert = Html | string | number | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

function inserted(value: Insert): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}

/** Template tag: strings and numbers are escaped, fragments and lists of fragments go in as they are. */
export function html(fixed: TemplateStringsArray, ...values: readonly Insert[]): Html {
  return { html: String.raw({ raw: fixed }, ...values.map(inserted)) };
}

/** An attribute without a value, such as `checked`: present or absent. */
export const flag = (name: 'checked' | 'selected' | 'hidden', present: boolean): Html => ({
  html: present ? name : '',
});
