import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { descendants } from '../../lib/local/processes.ts';

/** The memory of processes in MB, what they share counted once (PSS). */
export interface Memory {
  readonly all: number;
  readonly chromium: number;
}

const NONE: Memory = { all: 0, chromium: 0 };

/** Looks every 100 ms at the process `pid` and all below it, until it is disposed of, and keeps the most it saw. */
export function watchMemory(pid: number): { readonly peak: Memory } & Disposable {
  let peak = NONE;
  const timer = setInterval(() => {
    const memory = [pid, ...descendants(pid)].map(memoryOf).reduce(sum, NONE);
    if (memory.all > peak.all) peak = memory;
  }, 100);
  return {
    get peak() {
      return peak;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function memoryOf(pid: number): Memory {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    const all = Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) / 1024;
    const [executable = ''] = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
    return { all, chromium: basename(executable) === 'chromium' ? all : 0 };
  } catch {
    return NONE; // It ended while it was being looked at.
  }
}

function sum(one: Memory, other: Memory): Memory {
  return { all: one.all + other.all, chromium: one.chromium + other.chromium };
}
