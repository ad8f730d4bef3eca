import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Protocol } from 'puppeteer-core';
import type { Download } from '../act/ports.ts';
import { downloadRefusal } from './download-limits.ts';
import { mediaTypeOf } from './media-type.ts';
import type { Notices } from './notices.ts';
import { Activity } from './page/activity.ts';

interface Running {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly begunAt: number;
  /** Received, or announced when that is more. */
  bytes: number;
}

interface Complete {
  readonly guid: string;
  readonly name: string;
  readonly bytes: number;
}

/** The files that pages give. They lie in a directory of the profile, under names that no page chose. */
export class Downloads {
  readonly #browser: CDPSession;
  readonly #directory: string;
  readonly #notices: Notices;
  readonly #activity = new Activity();
  readonly #running = new Map<string, Running>();
  #complete: Complete[] = [];
  /** Taken, and not read so far. */
  readonly #given = new Set<Complete>();

  private constructor(browser: CDPSession, directory: string, notices: Notices) {
    this.#browser = browser;
    this.#directory = directory;
    this.#notices = notices;
  }

  /** @param browser the session of the browser as a whole */
  static async follow(browser: CDPSession, profileDirectory: string, notices: Notices): Promise<Downloads> {
    const directory = join(profileDirectory, 'downloads');
    const downloads = new Downloads(browser, directory, notices);
    browser.on('Browser.downloadWillBegin', (event) => downloads.#begin(event));
    browser.on('Browser.downloadProgress', (event) => downloads.#progress(event));
    await mkdir(directory);
    await browser.send('Browser.setDownloadBehavior', {
      behavior: 'allowAndName',
      downloadPath: directory,
      eventsEnabled: true,
    });
    return downloads;
  }

  /**
   * Resolves when those that began at `since` or later have ended, at the latest after `milliseconds`.
   *
   * @param since in milliseconds since the epoch
   */
  async done(since: number, milliseconds: number): Promise<void> {
    await this.#activity.until(() => this.#running.values().every(({ begunAt }) => begunAt < since), milliseconds);
  }

  /** Those completed since this was last asked. What was given then and not read is removed. Never rejects. */
  async take(): Promise<Download[]> {
    await Promise.all(Array.from(this.#given, (unread) => this.#remove(unread)));
    const taken = this.#complete;
    this.#complete = [];
    return taken.map((file) => {
      this.#given.add(file);
      return {
        name: file.name,
        mediaType: mediaTypeOf(file.name),
        bytes: file.bytes,
        read: async () => {
          const content = await readFile(join(this.#directory, file.guid));
          await this.#remove(file);
          return content;
        },
      };
    });
  }

  #begin({ guid, suggestedFilename: name }: Protocol.Browser.DownloadWillBeginEvent): void {
    this.#running.set(guid, { name, begunAt: Date.now(), bytes: 0 });
    this.#refuseIfTooMuch(guid);
    this.#activity.happened();
  }

  #progress({ guid, state, receivedBytes, totalBytes }: Protocol.Browser.DownloadProgressEvent): void {
    const running = this.#running.get(guid);
    if (!running) return;
    running.bytes = Math.max(receivedBytes, totalBytes);
    if (this.#refuseIfTooMuch(guid) || state === 'inProgress') return;
    this.#running.delete(guid);
    const { name } = running;
    if (state === 'completed') this.#complete.push({ guid, name, bytes: receivedBytes });
    else this.#notices.add({ kind: 'downloadRefused', name, reason: 'it broke off' });
    this.#activity.happened();
  }

  #refuseIfTooMuch(guid: string): boolean {
    const file = this.#running.get(guid);
    if (!file) return false;
    const others = [...this.#running.values(), ...this.#complete, ...this.#given].filter((other) => other !== file);
    const together = { files: others.length, bytes: others.reduce((sum, { bytes }) => sum + bytes, 0) };
    const reason = downloadRefusal(file.name, file.bytes, together);
    if (reason === undefined) return false;
    this.#running.delete(guid);
    this.#notices.add({ kind: 'downloadRefused', name: file.name, reason });
    // It may be complete by the time it is cancelled.
    const cancelled = this.#browser.send('Browser.cancelDownload', { guid }).catch(ignore);
    void cancelled.then(() => this.#removeFile(guid));
    this.#activity.happened();
    return true;
  }

  async #remove(file: Complete): Promise<void> {
    this.#given.delete(file);
    await this.#removeFile(file.guid);
  }

  async #removeFile(guid: string): Promise<void> {
    await rm(join(this.#directory, guid), { force: true }).catch(ignore);
  }
}

/** What it was about is gone already. */
function ignore(): void {}
