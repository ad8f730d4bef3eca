import { setTimeout as delay } from 'node:timers/promises';
import { decode } from 'jpeg-js';
import type { Tab } from '../../lib/browser/page/tab.ts';

/** What the reference client waits after a click for a file chooser, in milliseconds. */
export const AFTER_CLICK_MS = 600;

const MAXIMUM_MS = 3_000;
const BETWEEN_MS = 500;
const STABLE_PAIRS = 3;
const STABLE_SHARE = 0.25;
const CHANNEL_DELTA = 10;
const JPEG_QUALITY = 100;
const LOAD_TIMEOUT_MS = 30_000;

type Picture = Uint8Array | Uint8ClampedArray;

/** The settling of the reference client: screenshots until three pairs in a row are about the same, or for 3 s. */
export async function referenceSettle(tab: Tab, since: number, signal: AbortSignal): Promise<void> {
  await tab.activity.until(() => tab.frames.areLoadedSince(since), LOAD_TIMEOUT_MS);
  const started = performance.now();
  let before: Picture | undefined;
  for (let stable = 0; stable < STABLE_PAIRS && performance.now() - started < MAXIMUM_MS;) {
    const shot = await capture(tab);
    // Decoding goes on while the next one is waited for, as if it took no time.
    const next = delay(before && stable === STABLE_PAIRS - 1 ? 0 : BETWEEN_MS, undefined, { signal });
    const picture = decode(shot, { useTArray: true }).data;
    stable = before && changedShare(before, picture) < STABLE_SHARE ? stable + 1 : 0;
    before = picture;
    if (stable < STABLE_PAIRS) await next;
  }
}

async function capture({ session }: Tab): Promise<Buffer> {
  const { data } = await session.send('Page.captureScreenshot', { format: 'jpeg', quality: JPEG_QUALITY });
  return Buffer.from(data, 'base64');
}

function changedShare(one: Picture, other: Picture): number {
  const bytes = Math.min(one.length, other.length);
  let changed = 0;
  for (let pixel = 0; pixel < bytes; pixel += 4) if (differs(one, other, pixel)) changed += 1;
  return changed / (bytes / 4);
}

function differs(one: Picture, other: Picture, pixel: number): boolean {
  for (let channel = pixel; channel < pixel + 3; channel += 1)
    if (Math.abs((one[channel] ?? 0) - (other[channel] ?? 0)) > CHANNEL_DELTA) return true;
  return false;
}
