/**
 * The tuples in which the AWS SDK's runtime wants shapes, given readable names. A shape only says where a member
 * travels (path, query or body) and how it is serialised; what it may be stands in `constraints.ts`.
 */
import type { makeBuilder } from '@smithy/core/client';
import type { TypeRegistry } from '@smithy/core/schema';
import type { OperationName } from '../constraints.ts';

export type OperationSchema = Parameters<ReturnType<typeof makeBuilder>>[3] & { readonly 2: OperationName };
export type ErrorSchema = Extract<Parameters<TypeRegistry['registerError']>[0], readonly unknown[]>;
type Shape = Exclude<OperationSchema[4], () => unknown>;
type Member = Extract<ErrorSchema[5], readonly unknown[]>[number];

export const NAMESPACE = 'com.amazonaws.novaact';

export const string = 0 as const;
export const integer = 1 as const;
/** RFC 3339 in a body, a `Date` here. */
export const timestamp = 5 as const;
/** Any JSON value. */
export const document = 15 as const;
export const sensitiveString: Member = [string, 8];
/** Fills a `{…}` of the path. */
export const label: Member = [string, 1];
/** The page of a list: its members that travel in the query, and the order, which travels in the body. */
export const paging = (): Record<string, Member> => ({
  maxResults: query(integer, 'maxResults'),
  nextToken: query(string, 'nextToken'),
  sortOrder: string,
});
/** A v4 UUID is put in when the caller gives none. */
export const idempotencyToken: Member = [string, 4];
/** Travels behind the path, under this name. */
export const query = (shape: typeof string | typeof integer, name: string): Member => [shape, { httpQuery: name }];
export const retryAfterHeader: Member = [integer, { httpHeader: 'Retry-After' }];

export function structure(name: string, members: Record<string, Member>): Shape {
  return [3, NAMESPACE, name, 0, Object.keys(members), Object.values(members)];
}

/** Exactly one of the members is set. */
export function union(name: string, members: Record<string, Member>): Shape {
  return [4, NAMESPACE, name, 0, Object.keys(members), Object.values(members)];
}

export function listOf(name: string, element: Shape): Shape {
  return [1, NAMESPACE, name, 0, () => element];
}

export function exception(name: string, fault: 'client' | 'server', members: Record<string, Member>): ErrorSchema {
  return [-3, NAMESPACE, name, { error: fault }, Object.keys(members), Object.values(members)];
}

export function operation(
  name: OperationName,
  http: readonly [method: string, path: string, status: number],
  shapes: { readonly input: Record<string, Member>; readonly output: Record<string, Member> },
): OperationSchema {
  const input = structure(`${name}Request`, shapes.input);
  const output = structure(`${name}Response`, shapes.output);
  return [9, NAMESPACE, name, { http: [...http] }, () => input, () => output];
}
