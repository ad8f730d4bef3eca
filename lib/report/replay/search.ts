/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/* oxlint-disable unicorn/consistent-function-scoping -- a function for the page is sent as text and holds all it uses */

import type { Player } from './player.ts';

/** Runs in the page: finds a text in what the run said, and goes from hit to hit. Nothing of the page is changed for it. */
export function startSearch(player: Player): void {
  const input = document.getElementById('search');
  if (!(input instanceof HTMLInputElement)) return;
  const field = input;
  let hits: Range[] = [];
  /** The hit that was gone to; -1 before the first one. */
  let current = -1;

  function find(): void {
    const wanted = field.value.trim();
    const escaped = wanted.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    hits = wanted === '' ? [] : rangesOf(new RegExp(escaped, 'giu'));
    current = -1;
    tell();
  }

  function rangesOf(pattern: RegExp): Range[] {
    return [...document.querySelectorAll('.said')].flatMap(({ firstChild: text }) => {
      if (!(text instanceof Text)) return [];
      return [...text.data.matchAll(pattern)].map(({ index, 0: found }) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + found.length);
        return range;
      });
    });
  }

  function tell(): void {
    const hit = hits[current];
    const count = `${hit === undefined ? '' : `${current + 1} of `}${hits.length} ${hits.length === 1 ? 'hit' : 'hits'}`;
    const output = document.getElementById('hits');
    if (output !== null) output.textContent = field.value.trim() === '' ? '' : count;
    if (typeof Highlight === 'undefined') return;
    CSS.highlights.set('hits', new Highlight(...hits));
    CSS.highlights.set('hit', new Highlight(...(hit === undefined ? [] : [hit])));
  }

  function go(direction: 1 | -1): void {
    if (hits.length === 0) return;
    const from = current === -1 && direction === -1 ? 0 : current;
    current = (from + direction + hits.length) % hits.length;
    tell();
    const place = hits[current]?.startContainer.parentElement;
    if (place) player.goTo(place);
  }

  function leave(): void {
    field.value = '';
    find();
    field.blur();
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/' && !(event.target instanceof HTMLInputElement && event.target.type === 'search')) {
      event.preventDefault();
      field.focus();
    }
    if (event.key === 'Escape') leave();
    if (event.key === 'Enter' && event.target === field) go(event.shiftKey ? -1 : 1);
  }

  field.addEventListener('input', find);
  document.addEventListener('keydown', onKey);
  document.getElementById('hit-before')?.addEventListener('click', () => go(-1));
  document.getElementById('hit-after')?.addEventListener('click', () => go(1));
}
