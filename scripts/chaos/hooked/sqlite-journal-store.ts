import type { Head } from '../../../lib/run/head.ts';
import type { StoredOutcome } from '../../../lib/run/ports.ts';
import { SqliteJournalStore as RealStore } from '../../../lib/storage/sqlite-journal-store.ts';
import { tellMoment } from './controller-client.ts';
import { watchChromium } from './watch-chromium.ts';
import { standingOf, writeKind } from './write-kind.ts';

/**
 * The journal of the handlers' test build: the real one, which tells the controller before and after each write and
 * goes on when that lets it.
 */
export class SqliteJournalStore extends RealStore {
  /** As the journal held it when this process last looked. */
  readonly #newest = new Map<string, Head>();

  constructor(path: string) {
    super(path);
    watchChromium();
  }

  override async readHead(execution: string): Promise<Head | undefined> {
    const head = await super.readHead(execution);
    if (head !== undefined) this.#newest.set(execution, head);
    return head;
  }

  override async createHead(head: Head): Promise<boolean> {
    return this.#hooked('head created', head, async () => {
      const created = await super.createHead(head);
      if (created) this.#newest.set(head.execution, head);
      return created;
    });
  }

  override async replaceHead(head: Head, expected: { fence: number; version: number }): Promise<boolean> {
    const replace = async () => {
      const replaced = await super.replaceHead(head, expected);
      if (replaced) this.#newest.set(head.execution, head);
      return replaced;
    };
    const newest = this.#newest.get(head.execution) ?? head;
    const kind = writeKind(newest, head);
    return kind === undefined ? replace() : this.#hooked(kind, newest, replace);
  }

  override async putOutcome(execution: string, actIndex: number, outcome: StoredOutcome): Promise<void> {
    const newest = this.#newest.get(execution);
    const put = async () => super.putOutcome(execution, actIndex, outcome);
    await (newest === undefined ? put() : this.#hooked('outcome kept', newest, put));
  }

  async #hooked<Result>(kind: string, newest: Head, write: () => Promise<Result>): Promise<Result> {
    await tellMoment({ when: 'before', kind, ...standingOf(newest) });
    const result = await write();
    const { execution } = newest;
    await tellMoment({ when: 'after', kind, ...standingOf(this.#newest.get(execution) ?? newest) });
    return result;
  }
}
