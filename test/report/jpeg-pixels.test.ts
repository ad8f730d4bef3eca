import { encode } from 'jpeg-js';
import { expect, it } from 'vitest';
import { jpegPixels } from '../../lib/report/replay/jpeg-pixels.ts';
import { scaledJpeg } from '../../lib/report/replay/scale-jpeg.ts';

const { data: picture } = encode({ data: Buffer.alloc(64 * 48 * 4), width: 64, height: 48 }, 90);

it("a JPEG's pixels are read from its header", () => {
  expect(jpegPixels(picture)).toBe(64 * 48);
});

it.each([
  ['no picture', Buffer.from('no picture')],
  ['nothing', Buffer.alloc(0)],
  ['a JPEG that breaks off', picture.subarray(0, 20)],
])('there are none in %s', (_, bytes) => {
  expect(jpegPixels(bytes)).toBeUndefined();
});

it('a picture that says it is larger than any screen is not even decoded', async () => {
  const claiming = Buffer.from(picture);
  const frame = claiming.indexOf(Buffer.from([0xff, 0xc0]));
  claiming.writeUInt16BE(65_000, frame + 5);
  claiming.writeUInt16BE(65_000, frame + 7);
  expect(jpegPixels(claiming)).toBe(65_000 ** 2);
  expect(await scaledJpeg(claiming, 1_000_000)).toBeUndefined();
  expect(await scaledJpeg(picture, 1_000_000)).toBeDefined();
});
