import { setTimeout as delay } from 'node:timers/promises';
import { bookingFrom, problemsOf, type Booking } from './bookings.ts';
import { findCottage, type Cottage } from './cottages.ts';
import type { Html } from './html.ts';
import { aboutPage } from './pages/about.ts';
import { bookingForm } from './pages/booking-form.ts';
import { confirmationPage } from './pages/confirmation.ts';
import { cottagePage } from './pages/cottage.ts';
import { homePage } from './pages/home.ts';
import { notFoundPage } from './pages/not-found.ts';
import { searchPage } from './pages/search.ts';

/** What the site answers to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Request {
  readonly query: URLSearchParams;
  /** The posted form; empty for a GET. */
  readonly form: URLSearchParams;
  readonly visitor: string;
  readonly bookings: Booking[];
}

type Handler = (argument: string, request: Request) => Answer | Promise<Answer>;

// Long enough that a price read right after the load event is not there yet, as on a real site.
const priceLookupMs = 250;

const page = (content: Html, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: content.html,
});

const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const confirmationOf = ({ reference }: Booking): Answer => ({
  status: 303,
  headers: { location: `/bookings/${reference}` },
  body: '',
});

/** The answer for an address at which there is nothing. */
export const notFound = (): Answer => page(notFoundPage(), 404);

const forCottage =
  (answer: (cottage: Cottage, request: Request) => Answer): Handler =>
  (slug, request) => {
    const cottage = findCottage(slug);
    return cottage === undefined ? notFound() : answer(cottage, request);
  };

/** A visitor who has booked the cottage is shown what he has booked: he may be back because he never saw it. */
function emptyForm(cottage: Cottage, { visitor, bookings }: Request): Answer {
  const booked = bookings.findLast((booking) => booking.visitor === visitor && booking.cottage === cottage);
  return booked ? confirmationOf(booked) : page(bookingForm(cottage, new URLSearchParams(), new Map()));
}

/** Every form that is sent counts, so that one which is sent twice can be seen. */
function book(cottage: Cottage, { form, visitor, bookings }: Request): Answer {
  const problems = problemsOf(form, cottage);
  if (problems.size > 0) return page(bookingForm(cottage, form, problems), 422);
  const booking = bookingFrom(form, cottage, { reference: `SM-${1001 + bookings.length}`, visitor });
  bookings.push(booking);
  return confirmationOf(booking);
}

async function price(slug: string): Promise<Answer> {
  await delay(priceLookupMs);
  const cottage = findCottage(slug);
  return cottage === undefined
    ? json({ error: 'no such cottage' }, 404)
    : json({ pricePerNight: cottage.pricePerNight, currency: 'GBP' });
}

function confirmation(reference: string, { bookings }: Request): Answer {
  const booking = bookings.find((one) => one.reference === reference);
  return booking === undefined ? notFound() : page(confirmationPage(booking));
}

const search: Handler = (_, { query }) =>
  page(
    searchPage({
      where: query.get('where') ?? '',
      guests: Number(query.get('guests')) || 0,
      dogs: query.has('dogs'),
    }),
  );

const routes: readonly (readonly [method: 'GET' | 'POST', path: RegExp, handler: Handler])[] = [
  ['GET', /^\/()$/, () => page(homePage())],
  ['GET', /^\/search()$/, search],
  ['GET', /^\/about()$/, () => page(aboutPage())],
  ['GET', /^\/cottages\/([^/]+)$/, forCottage((cottage) => page(cottagePage(cottage)))],
  ['GET', /^\/cottages\/([^/]+)\/book$/, forCottage(emptyForm)],
  ['POST', /^\/cottages\/([^/]+)\/book$/, forCottage(book)],
  ['GET', /^\/bookings\/([^/]+)$/, confirmation],
  ['GET', /^\/api\/cottages\/([^/]+)\/price$/, price],
];

/** The answer to `method` and `path`, or `undefined` when no route has them. */
export async function answerTo(method: string, path: string, request: Request): Promise<Answer | undefined> {
  for (const [routeMethod, pattern, handler] of routes) {
    const argument = routeMethod === method ? pattern.exec(path)?.[1] : undefined;
    if (argument !== undefined) return handler(argument, request);
  }
  return undefined;
}
