/** Markers that begin a frame: those from 0xc0 to 0xcf, but for three that mean something else. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

/** How many pixels a JPEG says it has, from its header; undefined when it has none that can be read. */
export function jpegPixels(image: Uint8Array): number | undefined {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  // After the two bytes that begin the file: segments of a marker, a length, and as many bytes, the length's own among them.
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker))
      return view.getUint16(at + 5) * view.getUint16(at + 7);
  }
  return undefined;
}
