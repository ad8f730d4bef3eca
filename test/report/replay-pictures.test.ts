import { decode, encode } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { fitPictures, type Picture } from '../../lib/report/replay/fit-pictures.ts';
import { launchChromium } from '../../lib/browser/chromium-launch.ts';
import type { Happening } from '../../lib/run/log-event.ts';
import { NO_PROXY } from '../support/egress.ts';
import { eventsOf } from './events.ts';
import { openedHtml, pagesOf } from './replayed.ts';

/** In time, whatever the machine does meanwhile. */
const endsAt = Infinity;

/** A picture that compresses badly, left half red and right half blue. */
function noisy(width: number, height: number, grain = 60): Uint8Array {
  const data = Buffer.alloc(width * height * 4, 255);
  let seed = 1;
  for (let at = 0; at < data.length; at += 4) {
    const isLeft = (at / 4) % width < width / 2;
    for (const [channel, base] of [isLeft ? 190 : 30, 30, isLeft ? 30 : 190].entries()) {
      seed = (seed * 16_807) % 2_147_483_647;
      data[at + channel] = base + (seed % grain);
    }
  }
  return encode({ data, width, height }, 90).data;
}

function bytesOf(picture: Picture | undefined): number {
  return picture?.kind === 'shown' ? picture.base64.length : 0;
}

function opened(picture: Picture | undefined) {
  return decode(Buffer.from(picture?.kind === 'shown' ? picture.base64 : '', 'base64'), { useTArray: true });
}

describe('the screenshots of a page', () => {
  it('stay as they are while together they fit', async () => {
    const image = noisy(160, 80);
    const bytes = Math.ceil((image.byteLength * 4) / 3) * 2 + 10;
    const pictures = await fitPictures(['a', 'b'], async () => image, { bytes, endsAt });
    const base64 = Buffer.from(image).toString('base64');
    expect(pictures.get('a')).toEqual({ kind: 'shown', base64, isScaled: false });
    expect(pictures.get('b')).toEqual(pictures.get('a'));
  });

  it('become smaller where they do not, the largest only, and show the same', async () => {
    const images = new Map([
      ['small', noisy(80, 40)],
      ['large', noisy(640, 320)],
      ['larger', noisy(800, 400)],
    ]);
    const bytes = 80_000;
    const pictures = await fitPictures([...images.keys()], async (key) => images.get(key), { bytes, endsAt });
    expect([...images.values()].reduce((sum, image) => sum + image.byteLength, 0)).toBeGreaterThan(2 * bytes);
    expect([...pictures.values()].reduce((sum, picture) => sum + bytesOf(picture), 0)).toBeLessThan(bytes);
    expect(pictures.get('small')).toMatchObject({ isScaled: false });
    expect([pictures.get('large'), pictures.get('larger')]).toMatchObject([{ isScaled: true }, { isScaled: true }]);
    const { width, height, data } = opened(pictures.get('larger'));
    expect(width / height).toBeCloseTo(2, 1);
    expect(width).toBeGreaterThan(200);
    const pixel = (x: number) => [
      ...data.subarray((Math.floor(height / 2) * width + Math.floor(x * width)) * 4).subarray(0, 3),
    ];
    const [left, right] = [pixel(0.25), pixel(0.75)];
    expect([left[0], right[2]].every((channel = 0) => channel > 180)).toBe(true);
    expect([left[2], right[0]].every((channel = 255) => channel < 100)).toBe(true);
  });

  it('are left out, the first ones, when the time is over, and the page says so', async () => {
    const image = noisy(80, 40);
    const asked = [1, 2, 3].map(askedAt);
    const [page = ''] = (
      await pagesOf({ events: eventsOf(asked, 'go'), screenshot: async () => image, picturesMs: -1 })
    ).values();
    expect(page.match(/left out, because the time for this page was over/g)).toHaveLength(3);
    expect(page).toContain('screenshots/1.jpg');

    let read = 0;
    const soon = performance.now() + 200;
    const keys = Array.from({ length: 20 }, (_, index) => `${index}`);
    const slow = await fitPictures(
      keys,
      async () => {
        read += 1;
        // The clock of this process reaches the end while the first eight are read.
        while (performance.now() <= soon) await new Promise(setImmediate);
        return image;
      },
      { bytes: 1e6, endsAt: soon },
    );
    expect(read).toBe(8);
    expect(keys.filter((key) => slow.get(key)?.kind === 'shown')).toEqual(keys.slice(-8));
    expect(keys.filter((key) => slow.get(key)?.kind === 'late')).toEqual(keys.slice(0, -8));
  });

  it('that are no pictures, or are missing, are told apart', async () => {
    const pictures = await fitPictures(['gone', 'broken'], readNoPicture, { bytes: 1_000, endsAt });
    expect(pictures.get('gone')).toEqual({ kind: 'missing' });
    expect(pictures.get('broken')).toEqual({ kind: 'unreadable' });
  });

  it('of 200 steps leave room on a page of less than 40 MB, which can be stepped through to its end', async () => {
    await using chromium = await launchChromium(NO_PROXY);
    const image = withWords(noisy(160, 80), 400_000);
    const asked = Array.from({ length: 200 }, (_, index) => askedAt(index + 1));
    const [html = ''] = (await pagesOf({ events: eventsOf(asked, 'go'), screenshot: async () => image })).values();
    expect(Buffer.byteLength(html)).toBeLessThan(40e6);
    const page = await openedHtml(chromium, html);
    await page.press('End');
    expect(await page.read("document.getElementById('where').textContent")).toBe(
      'act go, step 200 of 200 (200 of 200)',
    );
    const pictures = 'Promise.all([...document.images].map((image) => image.decode().then(() => image.naturalWidth)))';
    const widths = await page.read<number[]>(pictures);
    expect(widths).toHaveLength(200);
    expect(Math.min(...widths)).toBeGreaterThan(50);
    expect(await page.read("document.querySelector('#act-1-step-7 figcaption').innerText")).toBe(
      'In fewer pixels. The original: screenshots/7.jpg',
    );
  });
});

async function readNoPicture(key: string): Promise<Uint8Array | undefined> {
  return key === 'gone' ? undefined : Buffer.alloc(100_000, 'no picture');
}

function askedAt(step: number): Extract<Happening, { type: 'StepAsked' }> {
  return {
    type: 'StepAsked',
    step,
    url: 'https://a.test/',
    screenshot: `screenshots/${step}.jpg`,
    viewport: { width: 160, height: 80 },
    sinceLastAnswerMs: 1,
  };
}

/** The same picture in a file of so many bytes more: a JPEG may carry comments. */
function withWords(image: Uint8Array, bytes: number): Uint8Array {
  const longest = 65_000;
  const comment = Buffer.alloc(longest, ' ');
  comment.writeUInt32BE(0xff_fe_00_00 + longest - 2);
  const comments = Array.from({ length: Math.ceil(bytes / longest) }, () => comment);
  return Buffer.concat([image.subarray(0, 2), ...comments, image.subarray(2)]);
}
