import { cottages } from '../cottages.ts';
import { html, type Html } from '../html.ts';
import { layout } from './layout.ts';
import { cottageCards, searchForm } from './search.ts';

/** The start page: the search, some cottages, and how booking works further down. */
export function homePage(): Html {
  return layout(
    'Holiday homes on the Norfolk coast',
    html`<section class="band">
        <h1>A week by the water</h1>
        <p class="lead">Six holiday cottages between the marsh and the sea, let by the people who look after them.</p>
        ${searchForm({ where: '', guests: 0, dogs: false })}
      </section>
      <section class="wide">
        <h2>Loved by our guests</h2>
        ${cottageCards(cottages.slice(0, 3))}
      </section>
      <section class="wide columns">
        <div>
          <h2>How booking works</h2>
          <ol>
            <li>Find a cottage and look at its free weeks.</li>
            <li>Fill in the booking form. Nothing is paid on this site.</li>
            <li>Keep your booking reference. We send the keys’ whereabouts a week before you come.</li>
          </ol>
        </div>
        <div>
          <h2>Good to know</h2>
          <ul>
            <li>Arrivals are on Saturdays from four in the afternoon.</li>
            <li>Bed linen, towels and firewood are included.</li>
            <li>Cancel up to 14 days before arrival and pay nothing.</li>
          </ul>
        </div>
      </section>
      <section class="wide quote">
        <h2>From the guest book</h2>
        <blockquote>
          <p>
            The tide came up to the garden wall, the seals came with it, and nobody looked at a telephone for a week.
          </p>
          <p>The Okafor family, Harbour Cottage</p>
        </blockquote>
      </section>`,
  );
}
