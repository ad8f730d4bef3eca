const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000 };
const LONGEST_MS = 600_000;

export const DURATIONS_ALLOWED = "a time such as '5s' or '500ms', at most 600s";

/** A time as people write it, in milliseconds; `undefined` when it is none or too long. */
export function readDuration(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (UNITS_MS[unit] ?? NaN);
  return milliseconds <= LONGEST_MS ? milliseconds : undefined;
}
