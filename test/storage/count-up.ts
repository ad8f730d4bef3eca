import { SqliteJournalStore } from '../../lib/storage/sqlite-journal-store.ts';
import { firstHead } from './head.ts';

// A process of its own: creates the head unless it is there, and adds to its version so many times.
const [path = '', times = ''] = process.argv.slice(2);
using store = new SqliteJournalStore(path);
await store.createHead(firstHead('run'));
const claimed = await store.claim('order', String(process.pid));
for (let added = 0; added < Number(times);) {
  const head = await store.readHead('run');
  if (head && (await store.replaceHead({ ...head, version: head.version + 1 }, head))) added += 1;
}
process.stdout.write(claimed);
