import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../../lib/local/emulator/emulator.ts';
import { type Fault, faults as serviceFaults } from '../../lib/local/emulator/fault.ts';
import type { Answer, Moment, ReportedBrowser } from './moment.ts';
import { browsersOf, signal } from './processes.ts';

const FREEZE_MS = 30_000;
const GO_ON: Answer = { stallMs: 0 };

/** A fault that came. */
export interface Hit {
  readonly fault: FaultName;
  readonly moment: Moment;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whether there was anything that it could hit. */
  hadTarget: boolean;
  /** Of a dropped request: the act and the step before the one that it asked for. */
  askedFor?: string;
}

interface World {
  readonly browsers: readonly ReportedBrowser[];
  readonly emulator: Pick<Emulator, 'queueFaults' | 'requests'>;
}

/** What may happen to a run at any moment. */
export const faultNames = ['handlerKilled', 'chromiumKilled', 'droppedBefore', 'droppedAfter', 'frozen'] as const;

export type FaultName = (typeof faultNames)[number];

const BRING: Readonly<Record<FaultName, (hit: Hit, world: World) => Promise<void>>> = {
  /** The Lambda's process dies; its Chromium lives on. */
  async handlerKilled(hit) {
    hit.hadTarget = true;
    signal(hit.moment.pid, 'SIGKILL');
  },

  async chromiumKilled(hit, { browsers }) {
    for (const leader of browsersOf(hit.moment.pid, browsers)) {
      hit.hadTarget = true;
      signal(-leader, 'SIGKILL');
    }
  },

  /** The next step's connection drops, and the service never got the request. */
  droppedBefore: async (hit, world) => dropNext(serviceFaults.dropBefore(), hit, world),

  /** The next step's connection drops when the service has taken the step. */
  droppedAfter: async (hit, world) => dropNext(serviceFaults.dropAfter(), hit, world),

  /** Handler and Chromium stand still, as on a machine that is paused. */
  async frozen(hit, { browsers }) {
    hit.hadTarget = true;
    const { pid } = hit.moment;
    const frozen = [pid, ...browsersOf(pid, browsers).map((leader) => -leader)];
    for (const target of frozen) signal(target, 'SIGSTOP');
    await sleep(FREEZE_MS);
    for (const target of frozen.toReversed()) signal(target, 'SIGCONT');
  },
};

/** Lets a fault come. Resolves when the handler, if it still lives, may go on. */
export async function bringFault(hit: Hit, world: World): Promise<Answer> {
  await BRING[hit.fault](hit, world);
  return GO_ON;
}

async function dropNext(fault: Fault, hit: Hit, { emulator }: World): Promise<void> {
  emulator.queueFaults('InvokeActStep', async (proceed, clock) => {
    hit.hadTarget = true;
    const request = emulator.requests.findLast(({ operation }) => operation === 'InvokeActStep');
    hit.askedFor = `${request?.url} after ${String(request?.body?.['previousStepId'])}`;
    return fault(proceed, clock);
  });
}
