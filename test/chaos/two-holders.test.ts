import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { plainEnglishPlanner } from '../../lib/local/planners/plain-english/plain-english-planner.ts';
import { isRunning } from '../../lib/local/processes.ts';
import { bookingInput } from '../../scripts/chaos/booking.ts';
import type { Moment } from '../../scripts/chaos/moment.ts';
import { startRecordingSite } from '../../scripts/chaos/recording-site.ts';
import { answered, shareJournal } from './shared-journal.ts';

/** Longer than the lease with the margin that a taker adds. */
const STALL_MS = 27_000;
/** The last act of the booking example, which sends the form. */
const SUBMIT = 2;

test(
  'of two holders, the one that stood still between the beginning of an effect and its dispatch does nothing more',
  { timeout: 120_000 },
  async () => {
    await using site = await startRecordingSite();
    const stalled = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<Moment>();
    let holder: number | undefined;
    const { one, other, execution, controller } = await shareJournal(plainEnglishPlanner, async (moment) => {
      const { kind, when, act, pid } = moment;
      if (act !== SUBMIT || when !== 'after') return { stallMs: 0 };
      if (kind === 'lease taken') taken.resolve(moment);
      if (kind !== 'answered, begun' || holder !== undefined) return { stallMs: 0 };
      holder = pid;
      stalled.resolve();
      return { stallMs: STALL_MS };
    });
    const input = bookingInput(site.url, { afterLoss: 'tellModel', handBack: 'deadline' });
    const created = answered(await one.invoke('CreateRun', { execution: { ...execution }, input }));
    const handed = z.object({ run: z.json(), accessToken: z.string() }).parse(created);

    const old = one.invoke('PerformSteps', { execution: { ...execution }, ...handed });
    await Promise.race([stalled.promise, old.then(answered)]);
    const next = answered(await other.invoke('PerformSteps', { execution: { ...execution }, ...handed }));

    expect(next).toMatchObject({ done: true, failure: null });
    const ofOld = await old;
    const [stale] = controller.browsers.filter(({ handlerPid }) => handlerPid === holder);
    await vi.waitUntil(() => stale !== undefined && !isRunning(stale.pid), { timeout: 5_000 });
    expect(site.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/book'))).toHaveLength(1);
    expect(site.bookings).toHaveLength(1);
    // Not even what its page had tried to send while nothing moved.
    const { at: takenAt } = await taken.promise;
    const stalePages = new Set(site.tidings.filter(({ at }) => at < takenAt).map(({ document }) => document));
    expect(site.tidings.filter(({ at, document }) => at > takenAt && stalePages.has(document))).toEqual([]);
    const result = answered(await other.invoke('FinalizeRun', { execution: { ...execution }, failure: null }));
    expect(result).toMatchObject({ status: 'SUCCEEDED' });
    expect(ofOld).toMatchObject({ ok: false, errorType: 'LeaseLost' });
  },
);
