import { JournalUnreadable } from '../run/errors.ts';
import type { Head } from '../run/head.ts';

const FORMAT_VERSION = 1;

/**
 * A head as it was read from a store.
 *
 * @throws JournalUnreadable when another version of this software wrote it
 */
export function headOf(stored: { formatVersion?: unknown } & Record<string, unknown>, execution: string): Head {
  if (!isHead(stored))
    throw new JournalUnreadable(
      `the journal of execution ${execution} has format ${String(stored.formatVersion)}, this version reads ${FORMAT_VERSION}`,
    );
  return stored;
}

function isHead(stored: { formatVersion?: unknown }): stored is Head {
  return stored.formatVersion === FORMAT_VERSION;
}
