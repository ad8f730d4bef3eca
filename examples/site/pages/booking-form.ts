import { counted, extrasAt, freeDaysAt, guestChoicesAt, nightChoices, type Problems } from '../bookings.ts';
import type { Cottage } from '../cottages.ts';
import { html, type Html } from '../html.ts';
import { fieldsOf, type Choice } from './fields.ts';
import { layout } from './layout.ts';

const countChoices = (counts: readonly number[], noun: string): readonly Choice[] =>
  counts.map((count) => [String(count), counted(count, noun)]);

const alert = html`<div class="alert" role="alert">
  <h2>There is a problem</h2>
  <p>Nothing is booked yet. Please correct the fields marked in red.</p>
</div>`;

/** The booking form, with what was filled in before and what is wrong with it; both empty at first. */
export function bookingForm(cottage: Cottage, form: URLSearchParams, problems: Problems): Html {
  const { text, select, tick } = fieldsOf(form, problems);
  const days: readonly Choice[] = freeDaysAt(cottage).map((day) => [day, day]);
  return layout(
    `Book ${cottage.name}`,
    html`<section class="narrow">
      <h1>Book ${cottage.name}</h1>
      <p class="place">${cottage.place} · £${cottage.pricePerNight} per night</p>
      ${problems.size > 0 ? alert : html``}
      <form method="post" action="/cottages/${cottage.slug}/book" class="booking" novalidate>
        ${text('name', 'Full name', 'text')} ${text('email', 'E-mail', 'email')} ${select('arrival', 'Arrival', days)}
        ${select('nights', 'Nights', countChoices(nightChoices, 'night'))}
        ${select('guests', 'Guests', countChoices(guestChoicesAt(cottage), 'guest'))}
        <fieldset>
          <legend>Extras</legend>
          ${extrasAt(cottage).map(({ name, price }, index) => tick(`extra-${index}`, 'extras', name, `${name} (£${price})`))}
        </fieldset>
        <p class="field whole">
          <label for="message">Message to the owner</label>
          <textarea id="message" name="message" rows="2">${form.get('message') ?? ''}</textarea>
        </p>
        <div class="whole">${tick('terms', 'terms', 'accepted', 'I accept the booking terms')}</div>
        <button type="submit">Confirm booking</button>
      </form>
    </section>`,
  );
}
