/// <reference lib="dom" />

import * as z from 'zod';

/** Where the probe in the pages tells what happens there. */
export const PROBE_PATH = '/chaos/probe';

/** What a page tells: that its timer goes on, or that the mouse was pressed there as if by a person. */
export const tidingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tick'), document: z.string() }),
  z.object({ kind: z.literal('press'), document: z.string(), url: z.string(), x: z.number(), y: z.number() }),
]);

export type Tiding = z.output<typeof tidingSchema>;

/** For the beginning of each document. */
export const PROBE = `<script>(${probe.toString()})(${JSON.stringify(PROBE_PATH)})</script>`;

/**
 * Runs in the page, before its own scripts. Beacons go out whatever becomes of the page, and no browser waits for them.
 */
function probe(path: string): void {
  const documentId = crypto.randomUUID();
  const tell = (tiding: object): void => {
    navigator.sendBeacon(path, JSON.stringify({ document: documentId, url: location.href, ...tiding }));
  };
  // Later than a page is given to settle, so that runs are not slowed: by then their next page is there, or their handler
  // is gone.
  setTimeout(() => setInterval(() => tell({ kind: 'tick' }), 100), 4_000);
  // An event that goes with no field's change: a page that can notice what is entered is restored in another way.
  addEventListener(
    'pointerdown',
    ({ isTrusted, clientX, clientY }) => {
      if (isTrusted) tell({ kind: 'press', x: clientX, y: clientY });
    },
    true,
  );
}
