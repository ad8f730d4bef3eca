import { operations } from './operations.ts';

const routes = Object.entries(operations).map(([name, { method, path, answer }]) => ({
  name,
  method,
  answer,
  pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/**
 * Finds the operation of a request and what its path names. The slash at the end of InvokeActStep's path may be there
 * or not, as both are in use.
 */
export function route(method: string, url: string) {
  const path = url.replace(/\?.*$/, '').replace(/\/$/, '');
  for (const { name, answer, pattern, ...candidate } of routes) {
    const match = candidate.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const labels = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decoded(value)]);
    return { name, answer, labels: Object.fromEntries(labels) };
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
