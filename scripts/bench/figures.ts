/** One measured number. */
export interface Figure {
  /** Its key in the JSON; does not change with the wording of `label`. */
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: 'ms' | 'bytes' | 'MB' | 'times';
  /** What the value must stay below, where there is such a budget. */
  readonly limit?: number;
}

export function milliseconds(id: string, label: string, value: number): Figure {
  return { id, label, value, unit: 'ms' };
}

/** Where a part of the bench works, and what ends it early. */
export interface Bench {
  /** Removed at the end. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** One subject: what it prints above its figures, and how it gets them. */
export interface Part {
  readonly title: string;
  measure(bench: Bench): Promise<readonly Figure[]>;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that the share `share` (0 to 1) of all values does not exceed, between two values in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What `make` gives, this many times, one after another. */
export async function repeat<Value>(times: number, make: (index: number) => Promise<Value>): Promise<Value[]> {
  const made: Value[] = [];
  for (let index = 0; index < times; index += 1) made.push(await make(index));
  return made;
}
