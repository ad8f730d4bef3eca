import { counted, type Booking } from '../bookings.ts';
import { html, type Html } from '../html.ts';
import { layout } from './layout.ts';

/** What was booked, with the reference to keep. */
export function confirmationPage(booking: Booking): Html {
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['Booking reference', booking.reference],
    ['Cottage', booking.cottage.name],
    ['Booked by', booking.name],
    ['E-mail', booking.email],
    ['Arrival', booking.arrival],
    ['Stay', `${counted(booking.nights, 'night')}, ${counted(booking.guests, 'guest')}`],
    ['Extras', booking.extras.join(', ') || 'None'],
    ['Message', booking.message || 'None'],
    ['Total', `£${booking.total}`],
  ];
  return layout(
    'Booking confirmed',
    html`<section class="narrow">
      <h1>Booking confirmed</h1>
      <p class="lead">Thank you, ${booking.name}. We look forward to seeing you.</p>
      <dl class="box rows">
        ${rows.map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      <p><a href="/">Back to the start</a></p>
    </section>`,
  );
}
