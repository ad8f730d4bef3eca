import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** What the figures were measured on. */
export interface Machine {
  readonly cores: number;
  readonly model: string;
  readonly memoryGB: number;
  readonly kernel: string;
  readonly node: string;
  /** Processes that wanted to run, on average over the minute before the first and up to the last measurement. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** To be called before the first measurement; the function it gives, after the last one. */
export function lookAtMachine(): () => Machine {
  const loadBefore = load();
  return () => ({
    cores: availableParallelism(),
    model: cpus()[0]?.model.trim() ?? 'an unknown model',
    memoryGB: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    node: process.versions.node,
    loadBefore,
    loadAfter: load(),
  });
}

function load(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}
