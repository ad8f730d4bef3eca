import type { JournalStore } from '../../lib/run/ports.ts';

/** The store as an object of which a test can put something in the place of a part. */
export function passing(store: JournalStore): JournalStore {
  return {
    readHead: (execution) => store.readHead(execution),
    createHead: (head) => store.createHead(head),
    replaceHead: (...given) => store.replaceHead(...given),
    putOutcome: (...given) => store.putOutcome(...given),
    readOutcomes: (execution) => store.readOutcomes(execution),
    claim: (...given) => store.claim(...given),
    registerRun: (...given) => store.registerRun(...given),
    registeredRun: (execution) => store.registeredRun(execution),
    changeRegistered: (...given) => store.changeRegistered(...given),
    openRuns: () => store.openRuns(),
  };
}
