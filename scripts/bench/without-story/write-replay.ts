// All but what is below is as it is.
export * from '../../../lib/run/write-replay.ts';

/** There is no replay page. */
export async function writeReplay(): Promise<void> {}
