import { randomUUID } from 'node:crypto';
import type { Clock } from '../act/ports.ts';
import { JournalUnreadable, LeaseHeld, LeaseLost, RunStopped } from './errors.ts';
import type { Head, HeadChange } from './head.ts';
import type { JournalStore } from './ports.ts';

/** How long a holder may act after its last write. */
export const LEASE_MS = 20_000;
/** What must be left of the lease when an effect is dispatched. */
const DISPATCH_MARGIN_MS = 3_000;
/** How much later than the lease's end a taker begins, for clocks that differ. */
const TAKE_MARGIN_MS = 2_000;
/** A race is lost to somebody who has taken the lease or renewed it; so many in a row are lost by nobody. */
const MOST_RACES = 20;
/** A holder whose lease was taken notices it by then at the latest, which is promised for 5 s. */
const RENEW_EVERY_MS = 4_000;
const TICK_MS = 500;

/** A moment by both clocks: of a frozen machine one may stand still, and a clock that is set may jump. */
interface Moment {
  readonly now: number;
  readonly elapsed: number;
}

/**
 * The right to act for a run. Every write renews it, and so does a timer; it is fenced, so that of two holders only
 * the newer one can write.
 */
export class Lease implements AsyncDisposable {
  readonly #store: JournalStore;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #head: Head;
  /** Before the last write that was answered had left. */
  #renewedAt: Moment;
  #unanswered: Head | undefined;
  #renewing = false;
  #writing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;
  /** Whether the holder before never gave the lease back: what it was doing may still arrive. */
  readonly followsSilence: boolean;

  private constructor(store: JournalStore, clock: Clock, head: Head, renewedAt: Moment, followsSilence: boolean) {
    this.followsSilence = followsSilence;
    this.#store = store;
    this.#clock = clock;
    this.#head = head;
    this.#renewedAt = renewedAt;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /**
   * Takes the run's lease; waits for a holder that is silent to run out.
   *
   * @param force - takes it from a living holder too: only for closing the run
   * @throws LeaseHeld when its holder is alive
   * @throws RunStopped when somebody has stopped the run, or it is over
   * @throws JournalUnreadable when the journal has no such run
   */
  static async take(store: JournalStore, clock: Clock, execution: string, { force = false } = {}): Promise<Lease> {
    let waited = false;
    for (let races = 0; races < MOST_RACES;) {
      const found = await store.readHead(execution);
      if (found === undefined) throw new JournalUnreadable(`the journal has no run of execution ${execution}`);
      if (!force) assertGoesOn(found);
      const busyForMs = found.leaseUntil === 0 ? 0 : found.leaseUntil + TAKE_MARGIN_MS - clock.now();
      if (busyForMs <= 0 || force) {
        const takenAt = moment(clock);
        const taken = stamped({ ...found, fence: found.fence + 1 }, clock);
        if (await replace(store, taken, found)) return new Lease(store, clock, taken, takenAt, found.leaseUntil !== 0);
        races += 1;
      } else if (waited) {
        throw new LeaseHeld(`another invocation is acting for execution ${execution}`);
      } else {
        await clock.sleep(busyForMs);
        waited = true;
      }
    }
    throw new JournalUnreadable(
      `the head of execution ${execution} was read ${MOST_RACES} times and could not be replaced`,
    );
  }

  get head(): Head {
    return this.#head;
  }

  /** Whether the lease lasts at this moment, by the clocks, whatever timers have noticed so far. */
  get isHeld(): boolean {
    return !this.lost.aborted && this.#leftMs() > 0;
  }

  /** Aborted as soon as nothing may be done for the run any more: taken over, or run out. */
  get lost(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * Writes a change of the head. Writes go out one after another, each with all that was changed before.
   *
   * @throws LeaseLost when another holder has taken over
   */
  change(change: HeadChange): Promise<void> {
    const write = this.#writing.then(() => this.#write(change));
    this.#writing = write.catch(() => {});
    return write;
  }

  /**
   * Writes a change for whoever comes next, also when the lease has run out: as long as nobody has taken over, the fence
   * keeps that safe. A failure is nobody's concern, since the holder is ending for a reason of its own.
   */
  async lastWord(change: HeadChange): Promise<void> {
    await this.#writing;
    if (!this.lost.aborted) return this.change(change).catch(() => {});
    await this.#replace({ ...stamped({ ...this.#head, ...change }, this.#clock), leaseUntil: 0 }).catch(() => false);
  }

  async #write(change: HeadChange): Promise<void> {
    if (this.lost.aborted) throw this.lostError();
    const leavesAt = moment(this.#clock);
    if (await this.#replace(stamped({ ...this.#head, ...change }, this.#clock))) this.#renewedAt = leavesAt;
    else {
      this.#ended.abort();
      throw this.lostError();
    }
  }

  /** Until its answer has come it is unknown whether a write was done; the next one has to reckon with both. */
  async #replace(next: Head): Promise<boolean> {
    const unanswered = this.#unanswered;
    this.#unanswered = next;
    for (const before of unanswered === undefined ? [this.#head] : [this.#head, unanswered]) {
      const following = { ...next, version: before.version + 1 };
      if (!(await replace(this.#store, following, before))) continue;
      this.#head = following;
      this.#unanswered = undefined;
      return true;
    }
    return false;
  }

  /** @throws LeaseLost unless enough of the lease is left to dispatch an effect now */
  mayDispatch(): void {
    if (this.lost.aborted || this.#leftMs() < DISPATCH_MARGIN_MS) throw this.lostError();
  }

  /** A renewal that fails shows in what is left of the lease. */
  #tick(): void {
    if (this.#leftMs() <= 0) this.#ended.abort();
    if (this.lost.aborted || this.#renewing || this.#leftMs() > LEASE_MS - RENEW_EVERY_MS) return;
    this.#renewing = true;
    const renewed = () => {
      this.#renewing = false;
    };
    this.change({}).then(renewed, renewed);
  }

  #leftMs(): number {
    const { now, elapsed } = moment(this.#clock);
    return LEASE_MS - Math.max(now - this.#renewedAt.now, elapsed - this.#renewedAt.elapsed);
  }

  /** Gives the lease back, so that the next holder need not wait. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    if (this.lost.aborted) return;
    const released = { ...stamped(this.#head, this.#clock), leaseUntil: 0 };
    // A failure here must not hide what the holder did: the lease runs out by itself.
    await replace(this.#store, released, this.#head).catch(() => false);
  }

  /** What a holder without its lease ends with. */
  lostError(cause?: unknown): LeaseLost {
    return new LeaseLost(`execution ${this.#head.execution} was taken over, or its lease has run out`, { cause });
  }
}

function assertGoesOn({ execution, stopped, ended, closed }: Head): void {
  if (stopped) throw new RunStopped(`execution ${execution} was stopped: ${stopped.name}: ${stopped.cause}`);
  if (ended !== undefined || closed === true) throw new RunStopped(`the run of execution ${execution} is over`);
}

function moment(clock: Clock): Moment {
  return { now: clock.now(), elapsed: clock.elapsed() };
}

/** The lease counts from before the write leaves. */
function stamped(head: Head, clock: Clock): Head {
  return { ...head, version: head.version + 1, writeId: randomUUID(), leaseUntil: clock.now() + LEASE_MS };
}

/** A condition that fails on a retry whose first answer was lost is no failure: then the head is our own write. */
async function replace(store: JournalStore, next: Head, before: Head): Promise<boolean> {
  if (await store.replaceHead(next, before)) return true;
  return (await store.readHead(next.execution))?.writeId === next.writeId;
}
