/** The window in CSS pixels. */
export const SCREEN = { width: 1600, height: 900 } as const;

/** What remains for the page, in CSS pixels: the size the model was trained on. */
export const VIEWPORT = { width: 1600, height: 813 } as const;
