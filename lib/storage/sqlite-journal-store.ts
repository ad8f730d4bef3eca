import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalUnreadable } from '../run/errors.ts';
import type { Head } from '../run/head.ts';
import type { JournalStore, RegisteredRun, StoredOutcome } from '../run/ports.ts';
import { headOf } from './stored-head.ts';

/** How long a write waits for another process's. */
const BUSY_TIMEOUT_MS = 5_000;

const LAYOUT = `
  CREATE TABLE IF NOT EXISTS head (execution TEXT PRIMARY KEY, fence INTEGER NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS outcome (execution TEXT, act INTEGER, body TEXT NOT NULL, PRIMARY KEY (execution, act)) STRICT;
  CREATE TABLE IF NOT EXISTS registered (execution TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS claim (name TEXT PRIMARY KEY, execution TEXT NOT NULL) STRICT;
`;

/** The journal of one machine: a file that the handlers' processes share. */
export class SqliteJournalStore implements JournalStore, Disposable {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
      // A write-ahead log survives a killed process; only a power cut could lose its last writes.
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      this.#database.exec(LAYOUT);
    } catch (error) {
      throw new JournalUnreadable(`the journal ${path} cannot be opened: ${String(error)}`, { cause: error });
    }
  }

  async readHead(execution: string): Promise<Head | undefined> {
    const row = this.#database.prepare('SELECT body FROM head WHERE execution = ?').get(execution);
    return row === undefined ? undefined : headOf(JSON.parse(String(row['body'])), execution);
  }

  async createHead(head: Head): Promise<boolean> {
    const { changes } = this.#database
      .prepare('INSERT INTO head (execution, fence, version, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(head.execution, head.fence, head.version, JSON.stringify(head));
    return changes === 1;
  }

  async replaceHead(head: Head, expected: { fence: number; version: number }): Promise<boolean> {
    const { changes } = this.#database
      .prepare('UPDATE head SET fence = ?, version = ?, body = ? WHERE execution = ? AND fence = ? AND version = ?')
      .run(head.fence, head.version, JSON.stringify(head), head.execution, expected.fence, expected.version);
    return changes === 1;
  }

  async putOutcome(execution: string, actIndex: number, outcome: StoredOutcome): Promise<void> {
    this.#database
      .prepare('INSERT OR REPLACE INTO outcome (execution, act, body) VALUES (?, ?, ?)')
      .run(execution, actIndex, JSON.stringify(outcome));
  }

  async readOutcomes(execution: string): Promise<StoredOutcome[]> {
    const rows = this.#database.prepare('SELECT body FROM outcome WHERE execution = ? ORDER BY act').all(execution);
    return rows.map((row) => {
      const outcome: StoredOutcome = JSON.parse(String(row['body']));
      return outcome;
    });
  }

  async claim(name: string, execution: string, inPlaceOf = execution): Promise<string> {
    this.#database
      .prepare(
        'INSERT INTO claim (name, execution) VALUES (?, ?) ON CONFLICT DO UPDATE SET execution = excluded.execution WHERE execution = ?',
      )
      .run(name, execution, inPlaceOf);
    const row = this.#database.prepare('SELECT execution FROM claim WHERE name = ?').get(name);
    return String(row?.['execution']);
  }

  async registerRun(execution: string, registered: RegisteredRun): Promise<RegisteredRun> {
    this.#database
      .prepare('INSERT INTO registered (execution, body) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(execution, JSON.stringify(registered));
    return (await this.registeredRun(execution)) ?? registered;
  }

  async registeredRun(execution: string): Promise<RegisteredRun | undefined> {
    const row = this.#database.prepare('SELECT body FROM registered WHERE execution = ?').get(execution);
    return row === undefined ? undefined : JSON.parse(String(row['body']));
  }

  async changeRegistered(execution: string, registered: RegisteredRun): Promise<void> {
    this.#database
      .prepare('UPDATE registered SET body = ? WHERE execution = ?')
      .run(JSON.stringify(registered), execution);
  }

  async openRuns(): Promise<string[]> {
    const rows = this.#database
      .prepare(
        "SELECT execution FROM head WHERE body ->> 'closed' IS NULL UNION SELECT execution FROM registered WHERE body ->> 'state' IS NOT 'closed' ORDER BY execution",
      )
      .all();
    return rows.map((row) => String(row['execution']));
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
