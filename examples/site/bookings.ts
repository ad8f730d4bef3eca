import { arrivalDays, type Cottage } from './cottages.ts';

/** A booking the site has accepted. `total` is in pounds. */
export interface Booking {
  readonly reference: string;
  /** Who sent the form, by the site's cookie. */
  readonly visitor: string;
  readonly cottage: Cottage;
  readonly name: string;
  readonly email: string;
  readonly arrival: string;
  readonly nights: number;
  readonly guests: number;
  readonly extras: readonly string[];
  readonly message: string;
  readonly total: number;
}

/** What a booking may add, and what each costs once, in pounds. */
const extras = [
  { name: 'Bring a dog', price: 20, needsDogsWelcome: true },
  { name: 'Travel cot', price: 0, needsDogsWelcome: false },
  { name: 'Welcome hamper', price: 35, needsDogsWelcome: false },
] as const;

export const nightChoices = [3, 4, 7, 14] as const;

/** The boxes a booking at this cottage can tick; a dog only where dogs are welcome. */
export const extrasAt = (cottage: Cottage): readonly (typeof extras)[number][] =>
  extras.filter(({ needsDogsWelcome }) => cottage.dogs || !needsDogsWelcome);

export const freeDaysAt = (cottage: Cottage): readonly string[] =>
  arrivalDays.filter((day) => !cottage.taken.includes(day));

/** `1 guest`, `2 guests`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** One to as many guests as the cottage sleeps. */
export const guestChoicesAt = (cottage: Cottage): readonly number[] =>
  Array.from({ length: cottage.sleeps }, (_, index) => index + 1);

/** Message for the visitor by the name of the field that it is about. */
export type Problems = ReadonlyMap<string, string>;

const rules: readonly {
  readonly field: string;
  readonly problem: string;
  readonly holds: (value: string, cottage: Cottage) => boolean;
}[] = [
  { field: 'name', problem: 'Enter your full name', holds: (value) => value !== '' },
  {
    field: 'email',
    problem: 'Enter an e-mail address, like anna@example.com',
    holds: (value) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value),
  },
  {
    field: 'arrival',
    problem: 'Choose a day of arrival',
    holds: (value, cottage) => freeDaysAt(cottage).includes(value),
  },
  {
    field: 'nights',
    problem: 'Choose how many nights you stay',
    holds: (value) => nightChoices.some((nights) => String(nights) === value),
  },
  {
    field: 'guests',
    problem: 'Choose how many guests come',
    holds: (value, cottage) => guestChoicesAt(cottage).some((guests) => String(guests) === value),
  },
  { field: 'terms', problem: 'Please agree before you book', holds: (value) => value === 'accepted' },
];

const field = (form: URLSearchParams, name: string) => form.get(name)?.trim() ?? '';

/** What stands in the way of taking the form as a booking; empty when nothing does. */
export function problemsOf(form: URLSearchParams, cottage: Cottage): Problems {
  return new Map(
    rules.filter((rule) => !rule.holds(field(form, rule.field), cottage)).map((rule) => [rule.field, rule.problem]),
  );
}

/** The booking that a form without problems asks for. */
export function bookingFrom(
  form: URLSearchParams,
  cottage: Cottage,
  { reference, visitor }: Pick<Booking, 'reference' | 'visitor'>,
): Booking {
  const nights = Number(field(form, 'nights'));
  const chosen = extrasAt(cottage).filter(({ name }) => form.getAll('extras').includes(name));
  return {
    reference,
    visitor,
    cottage,
    name: field(form, 'name'),
    email: field(form, 'email'),
    arrival: field(form, 'arrival'),
    nights,
    guests: Number(field(form, 'guests')),
    extras: chosen.map(({ name }) => name),
    message: field(form, 'message'),
    total: chosen.reduce((sum, { price }) => sum + price, nights * cottage.pricePerNight),
  };
}
