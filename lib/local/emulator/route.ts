import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

const routes = Object.entries(operations).map(([name, operation]) => ({
  name,
  operation,
  pattern: new RegExp(`^${operation.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** An operation that was found, and what the path and the query give it. */
export interface Target {
  readonly name: string;
  readonly operation: Operation;
  readonly members: Readonly<Record<string, unknown>>;
}

/**
 * Finds the operation of a request and what its path and query give. The slash at the end of InvokeActStep's path may be
 * there or not, as both are in use.
 */
export function route(method: string, url: string): Target | undefined {
  const [, path = '', search] = /^([^?]*?)\/?(?:\?(.*))?$/s.exec(url) ?? [];
  const given = new URLSearchParams(search);
  for (const { name, operation, pattern } of routes) {
    const match = operation.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const labels = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decoded(value)]);
    const queried = Object.entries(operation.query).map(([key, kind]) => [key, read(given.get(key), kind)]);
    return { name, operation, members: Object.fromEntries([...labels, ...queried]) };
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

/** Where an integer is none, the text stays and fails its type. */
function read(text: string | null, kind: 'integer' | 'text'): string | number | undefined {
  if (text === null) return undefined;
  return kind === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}
