import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import decode, { init as initDecoder } from '@jsquash/jpeg/decode.js';
import encode, { init as initEncoder } from '@jsquash/jpeg/encode.js';
import { jpegPixels } from './jpeg-pixels.ts';

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Mostly text on plain ground: below this it is hard to read. */
const QUALITY = 70;
/** Of width and height; below this nothing can be read. */
const SMALLEST = 0.1;

/** More than any viewport has: a header of a few bytes can ask for as much memory as it likes. */
const MOST_PIXELS = 40_000_000;

let codec: Promise<unknown> | undefined;

/**
 * A JPEG in fewer pixels, so that it has at most so many bytes.
 *
 * @returns undefined when it is no JPEG, or cannot be made that small
 */
export async function scaledJpeg(image: Uint8Array, bytes: number): Promise<Uint8Array | undefined> {
  if ((jpegPixels(image) ?? Infinity) > MOST_PIXELS) return undefined;
  await (codec ??= startCodec());
  const pixels = await decoded(image);
  if (pixels === undefined) return undefined;
  // This encoder needs fewer bytes for as many pixels than the browser's did; by how much is tried out.
  let scale = Math.min(1, 1.2 * Math.sqrt(bytes / image.byteLength));
  while (scale >= SMALLEST) {
    const { data, width, height } = scaled(pixels, scale);
    // Optimised by the coding alone: what else the encoder can do takes twice the time for a twentieth of the bytes.
    const options = { quality: QUALITY, progressive: false };
    const smaller = await encode({ data, width, height, colorSpace: 'srgb' }, options);
    if (smaller.byteLength <= bytes) return new Uint8Array(smaller);
    scale *= 0.8;
  }
  return undefined;
}

async function decoded(image: Uint8Array): Promise<Pixels | undefined> {
  try {
    const { width, height, data } = await decode(new Uint8Array(image).buffer);
    return { width, height, data: new Uint8ClampedArray(data) };
  } catch {
    return undefined;
  }
}

/** Each new pixel is the mean of those that it stands for. */
function scaled({ width, height, data }: Pixels, scale: number): Pixels {
  const [toWidth, toHeight] = [width, height].map((side) => Math.max(1, Math.round(side * scale)));
  if (toWidth === undefined || toHeight === undefined) throw new Error('a picture has two sides');
  const to = new Uint8ClampedArray(toWidth * toHeight * 4);
  const columns = spans(width, toWidth);
  const rows = spans(height, toHeight);
  let at = 0;
  for (const [top, bottom] of rows) {
    for (const [left, right] of columns) {
      let [red, green, blue] = [0, 0, 0];
      for (let y = top; y < bottom; y += 1) {
        for (let from = (y * width + left) * 4; from < (y * width + right) * 4; from += 4) {
          red += data[from] ?? 0;
          green += data[from + 1] ?? 0;
          blue += data[from + 2] ?? 0;
        }
      }
      const count = (bottom - top) * (right - left);
      to[at] = red / count;
      to[at + 1] = green / count;
      to[at + 2] = blue / count;
      to[at + 3] = 255;
      at += 4;
    }
  }
  return { width: toWidth, height: toHeight, data: to };
}

/** Which of `from` pixels in a row each of `to` pixels stands for: from, and up to. */
function spans(from: number, to: number): (readonly [number, number])[] {
  return Array.from({ length: to }, (_, index) => {
    const start = Math.floor((index * from) / to);
    return [start, Math.max(start + 1, Math.floor(((index + 1) * from) / to))] as const;
  });
}

async function startCodec(): Promise<void> {
  await initDecoder(await codecPart('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
  await initEncoder(await codecPart('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'));
}

/** A bundle has its WebAssembly beside it (lambdas/bundling.ts), the sources have it in its package. */
async function codecPart(path: string) {
  const beside = new URL(basename(path), import.meta.url);
  const wasmBinary = await readFile(existsSync(beside) ? beside : createRequire(import.meta.url).resolve(path));
  // What it says of a picture that it cannot read is nothing for a function's log: the page says it.
  return { noInitialRun: true, wasmBinary, printErr: () => {} };
}
