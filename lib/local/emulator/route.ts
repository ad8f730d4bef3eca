import { operations } from './operations.ts';

const routes = Object.entries(operations).map(([name, { path, ...operation }]) => ({
  name,
  ...operation,
  pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/**
 * Finds the operation of a request and what its path and query give. The slash at the end of InvokeActStep's path may be
 * there or not, as both are in use.
 */
export function route(method: string, url: string) {
  const [, path = '', search] = /^([^?]*?)\/?(?:\?(.*))?$/s.exec(url) ?? [];
  const given = new URLSearchParams(search);
  for (const { name, answer, pattern, ...candidate } of routes) {
    const match = candidate.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const labels = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decoded(value)]);
    const queried = candidate.query.map((key) => [key, given.get(key) ?? undefined]);
    return { name, answer, members: Object.fromEntries([...labels, ...queried]) };
  }
  return undefined;
}

/** A label that is not validly encoded stays as it is, and fails its pattern. */
function decoded(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}
