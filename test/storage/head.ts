import { NOT_STARTED } from '../../lib/act/progress.ts';
import { HEAD_FORMAT, type Head } from '../../lib/run/head.ts';

/** A run's first head. */
export function firstHead(execution: string): Head {
  return {
    formatVersion: HEAD_FORMAT,
    execution,
    fence: 0,
    version: 0,
    writeId: 'first',
    leaseUntil: 0,
    startedAt: 1_767_225_600_000,
    logKey: '0123456789abcdef'.repeat(4),
    position: { act: 0, step: 0 },
    act: NOT_STARTED,
    handBacks: 0,
    slicesHere: 0,
  };
}
