import { plain } from '../command/describe-event.ts';

/** As a shell names the end by Ctrl-C. */
const INTERRUPTED = 130;

/**
 * Performs something unless the signal ends it; then tells on standard error what holds.
 *
 * @returns the process's exit status
 */
export async function unlessInterrupted(
  signal: AbortSignal,
  lines: readonly string[],
  perform: () => Promise<number | undefined>,
): Promise<number> {
  const status = await perform().catch((error: unknown) => {
    // A request that the signal has broken off.
    if (signal.aborted) return undefined;
    throw error;
  });
  if (status === undefined) process.stderr.write(lines.map((line) => `${plain(line, 2_000)}\n`).join(''));
  return status ?? INTERRUPTED;
}
