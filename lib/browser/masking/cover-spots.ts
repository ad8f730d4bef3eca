/// <reference lib="dom" />

import type { Spot } from './watch-secrets.ts';

/**
 * Runs in our world of a document, which only lends its canvas: no page sees it. Gives the picture as a JPEG with the
 * spots painted over.
 *
 * @param picture in base64, as is the result
 * @param quality 0 to 1
 */
export async function coverSpots(picture: string, spots: readonly Spot[], quality: number): Promise<string> {
  const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('there is no canvas to hide secrets with');
  context.drawImage(bitmap, 0, 0);
  context.fillStyle = '#606060';
  for (const { left, top, right, bottom } of spots) {
    const x = Math.floor(left);
    const y = Math.floor(top);
    context.fillRect(x, y, Math.ceil(right) - x, Math.ceil(bottom) - y);
  }
  const painted = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer());
  const CHUNK = 32_768;
  let text = '';
  for (let at = 0; at < painted.length; at += CHUNK) text += String.fromCharCode(...painted.subarray(at, at + CHUNK));
  return btoa(text);
}
