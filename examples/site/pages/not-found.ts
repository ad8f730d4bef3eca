import { html, type Html } from '../html.ts';
import { layout } from './layout.ts';

/** For every address at which there is nothing. */
export function notFoundPage(): Html {
  return layout(
    'Not found',
    html`<section class="narrow">
      <h1>Not found</h1>
      <p>There is no page at this address.</p>
      <p><a href="/">Back to the start</a></p>
    </section>`,
  );
}
