import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, BrowserOnSite } from '../support/browser-on-site.ts';

let site: BrowserOnSite;
beforeAll(async () => {
  site = await BrowserOnSite.launch();
});
afterAll(() => site[Symbol.asyncDispose]());

const overPage = at(1200, 400);
const overBox = at(300, 200);
const overStill = at(800, 200);
const overFrame = at(300, 500);

describe('scrolling', () => {
  beforeEach(() => site.open('scroll'));

  test.for([
    ['down moves three quarters of the window', overPage, 'down', undefined, 'page 610, box 0 0, frame 0'],
    ['by a distance moves so many pixels', overPage, 'down', 100, 'page 100, box 0 0, frame 0'],
    ['over a container moves three quarters of it', overBox, 'down', undefined, 'page 0, box 150 0, frame 0'],
    ['sideways moves three quarters of its width', overBox, 'right', undefined, 'page 0, box 0 300, frame 0'],
    ['over what does not scroll moves the window', overStill, 'down', 200, 'page 200, box 0 0, frame 0'],
    [
      'over a frame moves its document, by its size with the border',
      overFrame,
      'down',
      undefined,
      'page 0, box 0 0, frame 153',
    ],
  ] as const)('%s', async ([, box, direction, value, positions]) => {
    await site.perform({ kind: 'scroll', box, direction, ...(value !== undefined && { value }) });
    await site.settle();
    // The window scrolls by whole device pixels.
    expect((await site.output()).replace(/609\.\d+/, '610')).toBe(positions);
  });

  test('up comes back', async () => {
    await site.perform({ kind: 'scroll', box: overPage, direction: 'down', value: 500 });
    await site.perform({ kind: 'scroll', box: overPage, direction: 'up', value: 200 });
    await site.settle();
    expect((await site.see()).browserDimensions.scrollTop).toBe(300);
  });

  test('along an axis on which nothing scrolls does nothing', async () => {
    await site.perform({ kind: 'scroll', box: overPage, direction: 'right' });
    await site.settle();
    expect(await site.output()).toBe('0 0 0');
  });

  test('by less than nothing is the model’s mistake', async () => {
    await expect(site.perform({ kind: 'scroll', box: overPage, direction: 'down', value: -1 })).rejects.toMatchObject({
      name: 'ActInvalidModelGenerationError',
    });
  });

  test('is told where the container stands', async () => {
    await site.perform({ kind: 'scroll', box: overBox, direction: 'down', value: 1000 });
    await site.settle();
    expect((await site.see()).simplifiedDOM).toMatch(
      /scrollable='true' scrolled-from-top='3\d%' scrolled-from-left='0%'/,
    );
  });
});
