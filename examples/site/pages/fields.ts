import type { Problems } from '../bookings.ts';
import { flag, html, type Html } from '../html.ts';

/** What a select offers: the value it sends, and the text it shows. */
export type Choice = readonly [value: string, text: string];

/** The kinds of field a form has, each with its label and, where there is one, its problem. */
interface Fields {
  readonly text: (name: string, label: string, type: 'text' | 'email') => Html;
  readonly select: (name: string, label: string, choices: readonly Choice[]) => Html;
  readonly tick: (id: string, name: string, key: string, label: string) => Html;
}

/** Fields that show again what `form` has and say what is wrong with it. */
export function fieldsOf(form: URLSearchParams, problems: Problems): Fields {
  const value = (name: string) => form.get(name) ?? '';
  const problem = (name: string) =>
    problems.has(name) ? html`<span class="problem" id="${name}-problem">${problems.get(name) ?? ''}</span>` : html``;
  const marked = (name: string) =>
    problems.has(name) ? html`aria-invalid="true" aria-describedby="${name}-problem"` : html``;

  return {
    text: (name, label, type) =>
      html`<p class="field">
        <label for="${name}">${label}</label>
        <input id="${name}" name="${name}" type="${type}" value="${value(name)}" ${marked(name)} />
        ${problem(name)}
      </p>`,

    select: (name, label, choices) =>
      html`<p class="field">
        <label for="${name}">${label}</label>
        <select id="${name}" name="${name}" ${marked(name)}>
          <option value="">Please choose</option>
          ${choices.map(
            ([key, shown]) => html`<option value="${key}" ${flag('selected', key === value(name))}>${shown}</option>`,
          )}
        </select>
        ${problem(name)}
      </p>`,

    tick: (id, name, key, label) => {
      const checked = flag('checked', form.getAll(name).includes(key));
      return html`<p class="tick">
        <input id="${id}" name="${name}" type="checkbox" value="${key}" ${checked} ${marked(id)} />
        <label for="${id}">${label}</label>
        ${problem(id)}
      </p>`;
    },
  };
}
