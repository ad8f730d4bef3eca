import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, type CDPSession } from 'puppeteer-core';
import { BrowserStartFailed } from '../act/errors.ts';
import { chromiumArguments, FALLBACK_ARGUMENT } from './chromium-arguments.ts';
import { chromiumEnvironment } from './chromium-environment.ts';
import { chromiumFromPackage } from './chromium-package.ts';
import { ProcessGroup } from './process-group.ts';
import { openProfile } from './profile-directory.ts';

export interface LaunchOptions {
  /** With its libraries and fonts, if it carries any, in `lib/` and `fonts/` beside it. Absent: the package's Chromium. */
  readonly executablePath?: string;
  /** The time zone that pages see. Default UTC. */
  readonly timeZone?: string;
  /** What the browser calls itself where no command reaches: in workers that belong to no page. Default Chromium's own. */
  readonly userAgent?: string | undefined;
  /** Where on 127.0.0.1 the proxy listens: Chromium's only way to the network. */
  readonly proxyPort: number;
  /** Told of a start that succeeded only in a way that is less stable. */
  readonly onWarning?: (message: string) => void;
}

/** A running Chromium. Disposing of it kills all its processes and removes its profile. */
export interface Chromium extends AsyncDisposable {
  readonly process: ChildProcess;
  /** That process and all below it. */
  readonly processes: Pick<ProcessGroup, 'stop' | 'continue'>;
  /** The connection to the browser as a whole; sessions with pages are its children. */
  readonly session: CDPSession;
  /** Removed with it. */
  readonly profileDirectory: string;
  /** Resolves when the browser is gone, for whatever reason. */
  readonly gone: Promise<void>;
}

/** A start takes a tenth of a second, or several on a Lambda that reads the binary for the first time. */
const START_TIMEOUT_MS = 25_000;
/** For an answer to a command that has no time limit of its own. */
const ANSWER_TIMEOUT_MS = 30_000;

// The shell gives up core dumps and keeps the directory where one would land; the pipe's descriptors pass through it.
// Its process id, which is Chromium's then, stays in the profile: whoever removes the profile can end it first.
const SHELL_PROGRAM = 'ulimit -c 0; cd "$HOME" && echo $$ >chromium.pid && exec "$0" "$@" 2>chromium.log';

/**
 * Starts Chromium, on Lambda and elsewhere in the same way. If it does not start, it is tried once more as a single
 * process.
 *
 * @throws BrowserStartFailed naming the executable and what it said
 */
export async function launchChromium({ executablePath, onWarning, ...options }: LaunchOptions): Promise<Chromium> {
  const path = executablePath ?? (await chromiumFromPackage().catch(cannotInflate));
  if (!existsSync(path))
    throw new BrowserStartFailed(`There is no browser at ${path}. Give the path of a Chromium or headless shell.`);
  try {
    return await start(path, options, []);
  } catch (first) {
    const chromium = await start(path, options, [FALLBACK_ARGUMENT]).catch((second: unknown) => {
      throw new BrowserStartFailed(`${path} does not start. ${advice(String(first))}`, { cause: second });
    });
    onWarning?.(
      `Chromium runs as a single process, which is less stable, since it did not start otherwise: ${String(first)}`,
    );
    return chromium;
  }
}

async function start(
  path: string,
  { timeZone = 'UTC', userAgent, proxyPort }: LaunchOptions,
  more: readonly string[],
): Promise<Chromium> {
  await using started = new AsyncDisposableStack();
  const profile = started.use(await openProfile());
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), START_TIMEOUT_MS);
  const named = userAgent === undefined ? [] : [`--user-agent=${userAgent}`];
  try {
    const browser = await launch({
      executablePath: '/bin/sh',
      args: ['-c', SHELL_PROGRAM, path, ...chromiumArguments(profile.path, proxyPort), ...named, ...more],
      ignoreDefaultArgs: true,
      env: chromiumEnvironment(path, profile.path, timeZone),
      pipe: true,
      signal: abort.signal,
      protocolTimeout: ANSWER_TIMEOUT_MS,
      waitForInitialPage: false,
      defaultViewport: null,
      issuesEnabled: false,
      // Pages are driven over sessions of our own: whatever is to be in place before a page's first script must not
      // share them with somebody who resumes the page.
      targetFilter: () => false,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const child = browser.process();
    if (!child) throw new Error('the browser has no process');
    const processes = new ProcessGroup(child);
    started.defer(() => processes.end());
    const gone = new Promise<void>((resolve) => {
      browser.once('disconnected', () => resolve());
      child.once('exit', () => resolve());
    });
    const session = await browser.target().createCDPSession();
    const owned = started.move();
    return {
      process: child,
      processes,
      session,
      profileDirectory: profile.path,
      gone,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    throw new Error(await saidLast(profile.path, error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function saidLast(profileDirectory: string, error: unknown): Promise<string> {
  const log = await readFile(join(profileDirectory, 'chromium.log'), 'utf8').catch(() => '');
  const lines = log.trim().split('\n').slice(-5).join(' | ').slice(-600);
  return lines || (error instanceof Error ? error.message : String(error));
}

function advice(said: string): string {
  const library = /loading shared libraries: (\S+?):/.exec(said)?.[1];
  return library
    ? `It lacks the library ${library}: install it, or leave the path out to use the Chromium that comes with its own.`
    : `It said: ${said}`;
}

function cannotInflate(error: unknown): never {
  throw new BrowserStartFailed(
    'The Chromium of @sparticuz/chromium cannot be unpacked: there must be 230 MB free in the temporary directory, and ' +
      `the package must be installed (npm ci). ${String(error)}`,
    { cause: error },
  );
}
