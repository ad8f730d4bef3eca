import { limits, requests, withoutNulls } from './constraints.ts';
import type { OperationName } from './constraints.ts';
import { InvalidRequestError } from './invalid-request-error.ts';

type Path = readonly PropertyKey[];

/** Members that the model marks as sensitive, with all that is in them. */
const SENSITIVE: ReadonlySet<PropertyKey> = new Set(['description', 'inputSchema', 'task', 'message', 'content']);

const SHOWN_CHARACTERS = 60;

/** @throws InvalidRequestError naming the first member that is outside of the model's constraints */
export function checkRequest(operation: OperationName, request: unknown): void {
  const issues = requests[operation].safeParse(withoutNulls(request)).error?.issues ?? [];
  const [first, ...others] = issues;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new InvalidRequestError(
    operation,
    first.path.join('.') || 'the request',
    `${told(valueAt(request, first.path), first.path)}, but ${first.message}${more}`,
  );
}

/** @throws InvalidRequestError when a body is larger than the service takes */
export function checkRequestBytes(operation: OperationName, bytes: number): void {
  if (bytes > limits.requestBytes)
    throw new InvalidRequestError(
      operation,
      'the request',
      `has ${bytes} bytes, but must have at most ${limits.requestBytes}`,
    );
}

function valueAt(request: unknown, path: Path): unknown {
  return path.reduce(
    (value: unknown, key) => (Object(value) === value ? Reflect.get(Object(value), key) : undefined),
    request,
  );
}

/** What came, without what it says where that may be a secret. */
function told(value: unknown, path: Path): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is null';
  if (Array.isArray(value)) return `is a list of ${value.length} items`;
  if (path.some((name) => SENSITIVE.has(name)))
    return typeof value === 'string' ? `is a text of ${value.length} characters` : `is of type ${typeof value}`;
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' ? `is ${value}` : `is of type ${typeof value}`;
}

const quoted = (text: string) =>
  text.length > SHOWN_CHARACTERS
    ? `is ${JSON.stringify(text.slice(0, SHOWN_CHARACTERS))}… (${text.length} characters)`
    : `is ${JSON.stringify(text)}`;
