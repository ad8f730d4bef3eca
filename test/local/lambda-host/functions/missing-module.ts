await import(['no', 'such', 'package'].join('-'));

export const handler = (): void => {};
