import { invalidFields } from './service-fault.ts';

/** Nobody has seen the service's own; small, so that a client which reads one page only is found out. */
const DEFAULT_PAGE_SIZE = 10;

/** What a list operation is asked for. */
interface Paging {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * The page that a list operation answers with. A token names the last item of the page before, so that items which are
 * created meanwhile push none onto two pages.
 *
 * @throws ServiceFault when the token was not given for such a list
 */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { maxResults = DEFAULT_PAGE_SIZE, nextToken }: Paging,
): { readonly page: readonly T[]; readonly nextToken: string | undefined } {
  const from = nextToken === undefined ? 0 : items.findIndex((item) => tokenAfter(idOf(item)) === nextToken) + 1;
  if (nextToken !== undefined && from === 0)
    throw invalidFields([{ name: 'nextToken', message: 'must be one that this operation gave' }]);
  const page = items.slice(from, from + maxResults);
  const last = page.at(-1);
  const hasMore = last !== undefined && from + page.length < items.length;
  return { page, nextToken: hasMore ? tokenAfter(idOf(last)) : undefined };
}

/** The records, which are oldest first, in the order asked for. Nobody has seen which one the service gives unasked. */
export function sorted<T>(items: readonly T[], sortOrder: 'Ascending' | 'Descending' = 'Ascending'): readonly T[] {
  return sortOrder === 'Descending' ? items.toReversed() : items;
}

/** Not to be mistaken for an id, as a client must not build one. */
function tokenAfter(id: string): string {
  return Buffer.from(`after ${id}`).toString('base64url');
}
