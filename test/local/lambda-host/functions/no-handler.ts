export const handle = (): void => {};
