import { ActInvalidModelGenerationError } from './errors.ts';

/** A rectangle in CSS pixels of the viewport. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The viewport's inner size in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the model points, in the notation it was given, since normalised numbers can only be turned into pixels by
 * the viewport of the moment.
 */
export type BoxNotation =
  | { readonly unit: 'pixels'; readonly box: Box }
  | { readonly unit: 'thousandths'; readonly box: Box };

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/;
const INTEGER = /^\s*[+-]?\d+\s*$/;

/**
 * Reads the three notations of the service: `<box>top,left,bottom,right</box>` in pixels,
 * `<bbox>left,top,right,bottom</bbox>` and the bare form of it in thousandths of the viewport.
 *
 * @throws ActInvalidModelGenerationError when the text is none of them
 */
export function parseBox(text: string): BoxNotation {
  const absolute = /^\s*<box>(.*)<\/box>\s*$/s.exec(text);
  if (absolute) {
    const [top, left, bottom, right] = fourNumbers(text, absolute[1] ?? '', NUMBER);
    return { unit: 'pixels', box: { left, top, right, bottom } };
  }
  const normalised = /^\s*<bbox>(.*)<\/bbox>\s*$/s.exec(text);
  const [left, top, right, bottom] = fourNumbers(text, normalised?.[1] ?? text, INTEGER);
  if ([left, top, right, bottom].some((value) => value < 0 || value > 1000))
    throw invalid(characters(text), 'normalised coordinates lie between 0 and 1000');
  return { unit: 'thousandths', box: { left, top, right, bottom } };
}

/**
 * The box in pixels of this viewport.
 *
 * @throws ActInvalidModelGenerationError when it is empty or not wholly inside the viewport
 */
export function boxInPixels(notation: BoxNotation, viewport: Viewport): Box {
  const { left, top, right, bottom } = notation.box;
  const box =
    notation.unit === 'pixels'
      ? notation.box
      : {
          left: Math.floor((left * viewport.width) / 1000),
          top: Math.floor((top * viewport.height) / 1000),
          right: Math.ceil((right * viewport.width) / 1000),
          bottom: Math.ceil((bottom * viewport.height) / 1000),
        };
  const told = `box ${box.left},${box.top},${box.right},${box.bottom}`;
  if (box.left < 0 || box.top < 0) throw invalid(told, 'no coordinate may be negative');
  if (box.top >= box.bottom || box.left >= box.right) throw invalid(told, 'the box must not be empty');
  if (box.bottom > viewport.height || box.right > viewport.width)
    throw invalid(told, `the viewport is ${viewport.width}x${viewport.height}`);
  return box;
}

/** The point an action goes to. */
export function centre(box: Box): Point {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}

function fourNumbers(text: string, list: string, shape: RegExp): [number, number, number, number] {
  const parts = list.split(',');
  const [a, b, c, d] = parts;
  if (parts.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined)
    throw invalid(characters(text), 'a box has four numbers');
  if (!parts.every((part) => shape.test(part))) throw invalid(characters(text), 'not a number of this notation');
  return [Number(a), Number(b), Number(c), Number(d)];
}

/** What stands in the place of a box may be what was to be typed, and the message travels far. */
function characters(text: string): string {
  return `a box of ${text.length} characters`;
}

function invalid(told: string, why: string): ActInvalidModelGenerationError {
  return new ActInvalidModelGenerationError(`ValueError: ${told} cannot be used: ${why}`);
}
