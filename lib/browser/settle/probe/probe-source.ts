import { randomUUID } from 'node:crypto';
import { pageSource } from '../../page/frame.ts';
import { createProbe } from './create-probe.ts';
import { followChanges } from './follow-changes.ts';
import { followMessages } from './follow-messages.ts';
import { followRequests } from './follow-requests.ts';
import { followTimers } from './follow-timers.ts';

/** What the action sets off by timers, frames and messages is waited for as far as it is due within this time. */
const HORIZON_MS = 1_500;

/** The name by which our two worlds of a page find each other. */
export const PROBE_KEY = randomUUID();

/** Begins the name of the function that sends a request whose cause is known; the time of the cause follows. */
export const CAUSE_MARK = 'cause@';

const create = `(${pageSource(createProbe)})(${JSON.stringify(PROBE_KEY)}, ${JSON.stringify(CAUSE_MARK)}, ${HORIZON_MS})`;
const parts = [followTimers, followRequests, followMessages, followChanges];

/** To be run in each document before its first script. */
export const PROBE_SOURCE = `{
  const probe = ${create};
  ${parts.map((part) => `(${pageSource(part)})(probe, ${JSON.stringify(PROBE_KEY)});`).join('\n')}
}`;
