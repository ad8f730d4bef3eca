import { scaledJpeg } from './scale-jpeg.ts';

/** A screenshot as it stands on the page, or why it does not. */
export type Picture =
  | { readonly kind: 'shown'; readonly base64: string; readonly isScaled: boolean }
  | { readonly kind: 'missing' | 'unreadable' | 'late' };

/** Read at a time. */
const AT_ONCE = 8;
/** Base64 writes three bytes as four characters. */
const BASE64 = 4 / 3;

export interface PictureLimits {
  /** Of all of them together, as base64. */
  readonly bytes: number;
  /** When none is read or scaled any more, by `performance.now()`. */
  readonly endsAt: number;
}

/**
 * The screenshots of these keys, the largest of them scaled as far as that is needed for all to fit. Where the time does not
 * suffice, the first ones are left out: a failure is at the end.
 */
export async function fitPictures(
  keys: readonly string[],
  read: (key: string) => Promise<Uint8Array | undefined>,
  { bytes, endsAt }: PictureLimits,
): Promise<Map<string, Picture>> {
  const isLate = () => performance.now() > endsAt;
  const newestFirst = keys.toReversed();
  const images = new Map<string, Uint8Array | undefined>();
  for (let from = 0; from < newestFirst.length && !isLate(); from += AT_ONCE) {
    const some = newestFirst.slice(from, from + AT_ONCE);
    const got = await Promise.all(some.map(read));
    for (const [index, key] of some.entries()) images.set(key, got[index]);
  }
  const limit = largest(
    [...images.values()].flatMap((image) => image?.byteLength ?? []),
    bytes / BASE64,
  );
  const pictures = new Map<string, Picture>();
  for (const key of newestFirst) {
    const image = images.get(key);
    images.delete(key);
    const isRead = image !== undefined;
    if (isRead && image.byteLength <= limit) pictures.set(key, shown(image, false));
    else if (isLate()) pictures.set(key, { kind: 'late' });
    else if (isRead) {
      const smaller = await scaledJpeg(image, limit);
      pictures.set(key, smaller === undefined ? { kind: 'unreadable' } : shown(smaller, true));
    } else pictures.set(key, { kind: 'missing' });
  }
  return pictures;
}

function shown(image: Uint8Array, isScaled: boolean): Picture {
  return { kind: 'shown', base64: Buffer.from(image).toString('base64'), isScaled };
}

/** The most that one of these sizes may have, so that all fit and as few as possible must become smaller. */
function largest(sizes: readonly number[], room: number): number {
  let left = room;
  for (const [index, size] of sizes.toSorted((one, other) => one - other).entries()) {
    const share = left / (sizes.length - index);
    if (size > share) return share;
    left -= size;
  }
  return Infinity;
}
