import { type ChildProcess, spawn } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import * as z from 'zod';
import { tellBrowser } from './controller-client.ts';

/** No keeper outlives a run by more, should nobody end it. */
const KEEPER_SECONDS = '300';
/** Where Chromium is spoken to over a pipe, and where it answers. */
const PIPES = [3, 4];

const pipe = z.object({ _handle: z.object({ fd: z.number() }) }).transform(({ _handle: { fd } }) => fd);

/**
 * Tells the controller of each Chromium that this process starts, and has its pipe held open by another process: a
 * Chromium whose pipe ends would end as well, and whoever loses his Lambda has to reckon with one that does not.
 */
export function watchChromium(): void {
  // Node's own news of processes, so that nothing of the browser's code is changed.
  subscribe('child_process', (message) => {
    const { process: child } = z.object({ process: z.custom<ChildProcess>() }).parse(message);
    child.once('spawn', () => {
      if (child.spawnargs.some((argument) => argument.startsWith('--user-data-dir='))) holdOpen(child);
    });
  });
}

function holdOpen(chromium: ChildProcess): void {
  // The bare descriptors: of a stream that is handed on, Node would not read any more here.
  const held = PIPES.map((index) => pipe.parse(chromium.stdio[index]));
  const stdio = ['ignore', 'ignore', 'ignore', ...held] as const;
  const keeper = spawn('sleep', [KEEPER_SECONDS], { stdio: [...stdio], detached: true });
  keeper.unref();
  void tellBrowser({ handlerPid: process.pid, pid: chromium.pid ?? 0, keeperPid: keeper.pid ?? 0 });
}
