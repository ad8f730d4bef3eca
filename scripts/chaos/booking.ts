import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Booking } from '../../examples/site/bookings.ts';
import type { JsonValue } from '../../lib/act/json.ts';
import type { WorkflowResult } from '../../lib/run/workflow-result.ts';
import type { CaseOptions } from './case.ts';

const EXAMPLE = new URL('../../examples/book-a-cottage.json', import.meta.url);

const example = z.looseObject({ parameters: z.record(z.string(), z.json()) });

/** The booking example, on this site. */
export function bookingInput(
  site: string,
  { afterLoss, handBack }: Pick<CaseOptions, 'afterLoss' | 'handBack'>,
): JsonValue {
  const workflow: JsonValue = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
  const { parameters, ...rest } = example.parse(workflow);
  return z.json().parse({ ...rest, afterLoss, handBack, parameters: { ...parameters, site } });
}

/** What the example asks for, and nothing else. */
const ASKED_FOR = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  arrival: 'Saturday 5 June',
  nights: 7,
  guests: 2,
  extras: ['Bring a dog'],
  message: '',
};

/** How a booking is not what the example asks for, or not what the run says of it. */
export function bookingProblems(booking: Booking | undefined, result: WorkflowResult | undefined): string[] {
  if (booking === undefined) return [];
  const { reference, visitor: _, cottage, total, ...details } = booking;
  const response = result?.acts.at(-1)?.response;
  return [
    ...(cottage.name === 'Harbour Cottage' ? [] : [`the booking is for ${cottage.name}`]),
    ...(isDeepStrictEqual(details, ASKED_FOR) ? [] : [`the booking says ${JSON.stringify(details)}`]),
    ...(response === undefined || isDeepStrictEqual(response, { bookingReference: reference, total })
      ? []
      : [`the run says ${JSON.stringify(response)} of booking ${reference} for ${total}`]),
  ];
}
