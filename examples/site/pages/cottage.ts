import { counted } from '../bookings.ts';
import { arrivalDays, type Cottage } from '../cottages.ts';
import { flag, html, type Html } from '../html.ts';
import { layout } from './layout.ts';
import { picture } from './picture.ts';

const houseRules = [
  'Check in from 16:00, check out by 10:00',
  'No smoking indoors',
  'Quiet outside after 22:00',
  'Leave the stove as you found it',
];

const list = (lines: readonly string[]) =>
  html`<ul>
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;

function tabs(cottage: Cottage): Html {
  const all = [
    { id: 'overview', name: 'Overview', panel: html`<p>${cottage.summary}</p>` },
    { id: 'facilities', name: 'Facilities', panel: list(cottage.facilities) },
    { id: 'rules', name: 'House rules', panel: list(houseRules) },
  ];
  return html`<div class="tabs" role="tablist" aria-label="About this cottage">
      ${all.map(
        ({ id, name }, index) =>
          html`<button
            type="button"
            role="tab"
            id="${id}-tab"
            aria-controls="${id}"
            aria-selected="${String(index === 0)}"
          >
            ${name}
          </button>`,
      )}
    </div>
    ${all.map(
      ({ id, panel }, index) =>
        html`<div class="panel" role="tabpanel" id="${id}" aria-labelledby="${id}-tab" ${flag('hidden', index > 0)}>
          ${panel}
        </div>`,
    )}`;
}

const availability = (cottage: Cottage) =>
  html`<button type="button" class="quiet" id="show-availability" aria-expanded="false" aria-controls="availability">
      Show availability
    </button>
    <table id="availability" hidden>
      <caption>
        Weeks in June
      </caption>
      ${arrivalDays.map(
        (day) =>
          html`<tr>
            <th scope="row">${day}</th>
            <td>${cottage.taken.includes(day) ? 'Taken' : 'Free'}</td>
          </tr>`,
      )}
    </table>`;

/** A cottage. Its script asks for the price after the page has loaded, switches the tabs and opens the list of weeks. */
export function cottagePage(cottage: Cottage): Html {
  return layout(
    cottage.name,
    html`<article class="wide detail">
      <div>
        <h1>${cottage.name}</h1>
        <p class="place">${cottage.place}, Norfolk</p>
        ${picture(cottage)} ${tabs(cottage)}
      </div>
      <aside class="box" aria-label="Price and booking">
        <dl>
          <dt>Price per night</dt>
          <dd class="price" id="price" data-from="/api/cottages/${cottage.slug}/price" aria-live="polite">
            Looking up…
          </dd>
          <dt>Sleeps</dt>
          <dd>${counted(cottage.sleeps, 'guest')}</dd>
          <dt>Bedrooms</dt>
          <dd>${cottage.bedrooms}</dd>
          <dt>Dogs</dt>
          <dd>${cottage.dogs ? 'Welcome' : 'Not allowed'}</dd>
        </dl>
        <a class="action" href="/cottages/${cottage.slug}/book">Book now</a>
        ${availability(cottage)}
        <div class="hint">
          <button type="button" class="plain" aria-describedby="cancellation">Free cancellation</button>
          <p role="tooltip" id="cancellation">Cancel up to 14 days before arrival and pay nothing.</p>
        </div>
      </aside>
    </article>`,
    '/assets/cottage.js',
  );
}
