import { readFileSync } from 'node:fs';
import { descendants } from '../../lib/local/processes.ts';

/** The memory of processes in MB, what they share counted once (PSS). */
export interface Memory {
  readonly all: number;
  /** By the name of the program. */
  readonly by: Readonly<Record<string, number>>;
}

/** Looks every 100 ms at the process `pid` and all below it, until it is disposed of, and keeps the most it saw. */
export function watchMemory(pid: number): { readonly peak: Memory } & Disposable {
  let peak: Memory = { all: 0, by: {} };
  const timer = setInterval(() => {
    const memory = memoryOf([pid, ...descendants(pid)]);
    if (memory.all > peak.all) peak = memory;
  }, 100);
  return {
    get peak() {
      return peak;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function memoryOf(pids: readonly number[]): Memory {
  const by: Record<string, number> = {};
  for (const { name, megabytes } of pids.flatMap(readMemory)) by[name] = (by[name] ?? 0) + megabytes;
  return { all: Object.values(by).reduce((sum, megabytes) => sum + megabytes, 0), by };
}

function readMemory(pid: number): { name: string; megabytes: number }[] {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
    // Not the command line: Chromium's children write their own over it.
    const name = readFileSync(`/proc/${pid}/comm`, 'latin1').trim();
    return [{ name, megabytes: Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) / 1024 }];
  } catch {
    return []; // It ended while it was being looked at.
  }
}
