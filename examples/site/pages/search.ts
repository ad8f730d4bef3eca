import { counted } from '../bookings.ts';
import { searchCottages, type Cottage, type Search } from '../cottages.ts';
import { flag, html, type Html } from '../html.ts';
import { layout } from './layout.ts';
import { picture } from './picture.ts';

const mostGuests = 6;

/** The search form, filled with what was last searched for. */
export function searchForm({ where, guests, dogs }: Search): Html {
  const choices = Array.from({ length: mostGuests }, (_, index) => index + 1);
  return html`<form class="search" action="/search" role="search">
    <p class="field grow">
      <label for="where">Where to?</label>
      <input id="where" name="where" type="text" value="${where}" placeholder="A place, a name, the sea…" />
    </p>
    <p class="field">
      <label for="guests">Guests</label>
      <select id="guests" name="guests">
        <option value="0">Any number</option>
        ${choices.map(
          (count) =>
            html`<option value="${count}" ${flag('selected', count === guests)}>${counted(count, 'guest')}</option>`,
        )}
      </select>
    </p>
    <p class="tick">
      <input id="dogs" name="dogs" type="checkbox" value="yes" ${flag('checked', dogs)} />
      <label for="dogs">Dogs welcome</label>
    </p>
    <button type="submit">Search</button>
  </form>`;
}

/** Cottages as cards; the name of each is the link to its page. */
export function cottageCards(cottages: readonly Cottage[]): Html {
  return html`<ul class="cards">
    ${cottages.map(
      (cottage) =>
        html`<li class="card">
          ${picture(cottage)}
          <div class="card-text">
            <h3><a href="/cottages/${cottage.slug}">${cottage.name}</a></h3>
            <p class="place">${cottage.place} · sleeps ${cottage.sleeps}${cottage.dogs ? ' · dogs welcome' : ''}</p>
            <p>${cottage.summary}</p>
          </div>
        </li>`,
    )}
  </ul>`;
}

/** The result list, or the plain statement that nothing was found. */
export function searchPage(search: Search): Html {
  const found = searchCottages(search);
  const where = search.where.trim();
  const amount = found.length === 0 ? 'No cottages' : counted(found.length, 'cottage');
  const heading = where === '' ? `${amount} found` : `${amount} found for “${where}”`;
  const results =
    found.length === 0
      ? html`<p>Try another place, fewer guests, or leave the search box empty.</p>`
      : cottageCards(found);
  return layout(
    heading,
    html`<section class="band compact">${searchForm(search)}</section>
      <section class="wide">
        <h1>${heading}</h1>
        <h2 class="unseen">Results</h2>
        ${results}
      </section>`,
  );
}
