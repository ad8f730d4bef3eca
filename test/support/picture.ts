import { decode } from 'jpeg-js';
import type { Observation } from '../../lib/act/observation.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** What the compression may change of a channel. */
const GIVE = 12;

/** How many pixels of a screenshot have each of the colours. */
export function pixelsOf<Name extends string>(
  { screenshotBase64 }: Pick<Observation, 'screenshotBase64'>,
  colours: Readonly<Record<Name, Colour>>,
): Record<Name, number> {
  const bytes = Buffer.from(screenshotBase64.replace('data:image/jpeg;base64,', ''), 'base64');
  const { data } = decode(bytes, { useTArray: true, formatAsRGBA: false });
  const counted = Object.entries<Colour>(colours).map(([name, [red, green, blue]]) => {
    let count = 0;
    for (let at = 0; at < data.length; at += 3)
      if (isNear(data[at], red) && isNear(data[at + 1], green) && isNear(data[at + 2], blue)) count += 1;
    return [name, count];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are those of the colours
  return Object.fromEntries(counted) as Record<Name, number>;
}

function isNear(channel = 0, wanted: number): boolean {
  return Math.abs(channel - wanted) <= GIVE;
}
