import { isRunning } from '../../lib/local/processes.ts';
import type { ReportedBrowser } from './moment.ts';

/** The process groups of a handler's browsers that still run, by their leaders. */
export function browsersOf(handlerPid: number, browsers: readonly ReportedBrowser[]): number[] {
  const own = browsers.filter((browser) => browser.handlerPid === handlerPid && isRunning(browser.pid));
  return own.map(({ pid }) => pid);
}

/** Sends a signal to a process, or to a group by its negative id; one that is gone is left out. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Ends the browsers that killed handlers could not end any more. */
export function endLeftBrowsers(browsers: readonly ReportedBrowser[]): void {
  for (const { pid, keeperPid } of browsers) {
    signal(-keeperPid, 'SIGKILL');
    if (isRunning(pid)) signal(-pid, 'SIGKILL');
  }
}
