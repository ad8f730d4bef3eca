import { randomUUID } from 'node:crypto';
import type { CapturedDocument } from './browser-state.ts';

/** A page without scripts, whose frames are of the same origins, one in another, as documents that were captured. */
export interface StoragePage {
  readonly url: string;
  readonly origins: readonly string[];
  readonly html: string;
  /** Those whose storage it has. */
  readonly documents: readonly CapturedDocument[];
}

/** A path that no site has. */
const PATH = `/nova-act-storage-${randomUUID()}/`;

/**
 * The pages in which a tab's documents find their storage again, each before those in it. What is stored belongs to a
 * document's origin and to those of the documents around it, and session storage to the tab as well.
 *
 * @param isAllowed - whether a document of the origin may be there, as the main one or in a frame
 */
export function storagePages(
  documents: readonly CapturedDocument[],
  isAllowed: (origin: string, isMain: boolean) => boolean,
): StoragePage[] {
  const storing = documents.filter(
    ({ session, local, databases, origins }) =>
      (session ?? local ?? databases) && origins.every((origin, depth) => isAllowed(origin, depth === 0)),
  );
  const chains = new Map<string, readonly string[]>();
  for (const { origins } of storing)
    for (let depth = 1; depth <= origins.length; depth += 1) {
      const chain = origins.slice(0, depth);
      chains.set(chain.join(' '), chain);
    }
  const keys = [...chains.keys()];
  const urlOf = (key: string): string => `${key.split(' ').at(-1)}${PATH}${keys.indexOf(key)}`;
  const frame = (key: string): string => `<iframe src="${urlOf(key)}"></iframe>`;
  return Array.from(chains, ([key, origins]) => ({
    url: urlOf(key),
    origins,
    html: `<!doctype html>${keys
      .filter((inner) => inner.startsWith(`${key} `) && chains.get(inner)?.length === origins.length + 1)
      .map(frame)
      .join('')}`,
    documents: storing.filter((document) => document.origins.join(' ') === key),
  }));
}
