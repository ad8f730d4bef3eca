/** No stream of requests is written. */
export async function announce(): Promise<void> {}
