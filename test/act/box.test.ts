import { describe, expect, it } from 'vitest';
import { boxInPixels, centre, parseBox } from '../../lib/act/box.ts';

const viewport = { width: 1600, height: 813 };

describe('a box', () => {
  it.each([
    ['<box>10,20,30,60</box>', { left: 20, top: 10, right: 60, bottom: 30 }],
    ['<box> 10.5 , 20, 30.25, 60 </box>', { left: 20, top: 10.5, right: 60, bottom: 30.25 }],
    ['<bbox>0,0,1000,1000</bbox>', { left: 0, top: 0, right: 1600, bottom: 813 }],
    ['<bbox>1,1,2,2</bbox>', { left: 1, top: 0, right: 4, bottom: 2 }],
    ['1,1,2,2', { left: 1, top: 0, right: 4, bottom: 2 }],
  ])('in the notation %s is found in the viewport', (text, pixels) => {
    expect(boxInPixels(parseBox(text), viewport)).toEqual(pixels);
  });

  it('is acted on at its centre, which may lie between two pixels', () => {
    expect(centre({ left: 20, top: 10, right: 61, bottom: 30 })).toEqual({ x: 40.5, y: 20 });
  });

  it.each([
    ['<box>1,2,3,4', 'four numbers|not a number'],
    ['<box>1,2,3</box>', 'four numbers'],
    ['<bbox>0,0,1001,5</bbox>', 'between 0 and 1000'],
    ['<bbox>0.5,0,10,5</bbox>', 'not a number'],
    ['<box>a,b,c,d</box>', 'not a number'],
    ['', 'four numbers'],
  ])('written as %j is refused', (text, why) => {
    expect(() => parseBox(text)).toThrow(new RegExp(why));
  });

  it.each([
    ['<box>10,20,10,60</box>', 'empty'],
    ['<box>-1,20,10,60</box>', 'negative'],
    ['<box>10,20,814,60</box>', 'viewport is 1600x813'],
  ])('at %s is refused in this viewport', (text, why) => {
    expect(() => boxInPixels(parseBox(text), viewport)).toThrow(why);
  });
});
