/** What a page shows in, in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** Chromium's own bars above the page, in CSS pixels. */
const BARS_HEIGHT = 87;

/** The window around a page. */
export function windowAround({ width, height }: Viewport): Viewport {
  return { width, height: height + BARS_HEIGHT };
}
