import { html, type Html } from '../html.ts';

const KEYS: readonly (readonly [keys: string, deed: string])[] = [
  ['→ or j', 'the next step'],
  ['← or k', 'the step before'],
  ['Home, End', 'the result, the last step'],
  ['n, p', 'the next act, the act before'],
  ['e', 'where it failed'],
  ['/', 'search; Enter and Shift+Enter go from hit to hit'],
  ['w', 'wide pictures, and back'],
  ['Esc', 'leave the search, close this'],
  ['?', 'these keys'],
];

/** What steps through the page. It needs its script, and is not shown without. */
export function playerBar({ before, after }: { readonly before?: string; readonly after?: string }): Html {
  return html`<nav id="bar" aria-label="Step through the run" hidden>
      <div class="track">
        <div id="ticks" aria-hidden="true"></div>
        <input id="slider" type="range" min="0" max="0" step="1" value="0" aria-label="Step" />
      </div>
      <div class="controls">
        <button id="act-before" type="button" title="The act before (p)" aria-label="The act before">«</button>
        <button id="step-before" type="button" title="The step before (←)" aria-label="The step before">‹</button>
        <output id="where" aria-live="polite"></output>
        <button id="step-after" type="button" title="The next step (→)" aria-label="The next step">›</button>
        <button id="act-after" type="button" title="The next act (n)" aria-label="The next act">»</button>
        <button id="to-failure" type="button" title="Where it failed (e)" hidden>To the failure</button>
        <span class="gap"></span>
        <input
          id="search"
          type="search"
          placeholder="Search  /"
          aria-label="Search prompts, thoughts, calls, addresses and errors"
          autocomplete="off"
          spellcheck="false"
        />
        <output id="hits" aria-live="polite"></output>
        <button id="hit-before" type="button" title="The hit before (Shift+Enter)" aria-label="The hit before">
          ↑
        </button>
        <button id="hit-after" type="button" title="The next hit (Enter)" aria-label="The next hit">↓</button>
        <button id="keys" type="button" title="Keys (?)" aria-label="Keys">?</button>
      </div>
      ${before !== undefined && html`<a id="page-before" rel="prev" href="${before}" hidden></a>`}
      ${after !== undefined && html`<a id="page-after" rel="next" href="${after}" hidden></a>`}
    </nav>
    <dialog id="help" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        ${KEYS.map(
          ([keys, deed]) =>
            html`<div>
              <dt>${keys}</dt>
              <dd>${deed}</dd>
            </div>`,
        )}
      </dl>
      <button id="help-close" type="button">Close</button>
    </dialog>`;
}
