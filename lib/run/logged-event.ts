import { createHmac } from 'node:crypto';
import type { LogEvent } from './log-event.ts';
import { LOG_RULES, type LogRule } from './log-rules.ts';

/** An event as the log group has it: a {@link LogEvent} whose content is told by length and hash, unless it was asked for. */
export type LoggedEvent = EventHead & { readonly [field: string]: unknown };

/** What every event says of itself. */
type EventHead = Pick<LogEvent, 'v' | 'eventId' | 'seq' | 'at' | 'execution' | 'workflowRunId' | 'act' | 'type'>;

/** What the log says of a text that it does not show. */
export interface Digest {
  /** Characters, as JavaScript counts them. */
  readonly length: number;
  /** HMAC-SHA-256 with the run's key, its first 32 hex digits: equal texts of one run have equal hashes. */
  readonly hash: string;
}

/** One word, as names are: no sentence, and nothing that was typed into a form with blanks. */
const NAME = /^[\w.:/-]{1,128}$/;

/**
 * The event as it is logged.
 *
 * @param options.content - whether the log may show what people, pages, models and tools said; then the event is the same
 * @param options.key - of the run and nobody else's: without it a short text could be found by trying all
 */
export function loggedEvent(
  event: LogEvent,
  { content, key }: { readonly content: boolean; readonly key: string },
): LoggedEvent {
  if (content) return event;
  const { v, eventId, seq, at, execution, workflowRunId, act, type } = event;
  return {
    v,
    eventId,
    seq,
    at,
    execution,
    ...(workflowRunId !== undefined && { workflowRunId }),
    ...(act !== undefined && { act }),
    type,
    ...byFields(event, LOG_RULES[type], key),
  };
}

function byRule(value: unknown, rule: LogRule, key: string): unknown {
  if (rule === 'kept') return isScalar(value) ? value : digest(value, key);
  if (rule === 'name') return typeof value === 'string' && NAME.test(value) ? value : digest(value, key);
  if (rule === 'url') return { ...origin(value), ...digest(value, key) };
  // Null is what most calls give: nothing was said.
  if (rule === 'words') return value === null ? null : digest(value, key);
  if (rule === 'numbers') return numbers(value);
  if (isOneRule(rule)) return Array.isArray(value) ? value.map((entry) => byRule(entry, rule[0], key)) : [];
  return byFields(value, rule, key);
}

function byFields(value: unknown, rules: Readonly<Record<string, LogRule>>, key: string): Record<string, unknown> {
  const fields = new Map(Object.entries(value ?? {}));
  return Object.fromEntries(
    Object.entries(rules)
      .filter(([field]) => fields.get(field) !== undefined)
      .map(([field, rule]) => [field, byRule(fields.get(field), rule, key)]),
  );
}

/** A text by itself, anything else as its JSON, so that a text has one hash wherever it stands. */
function digest(value: unknown, key: string): Digest {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return { length: text.length, hash: createHmac('sha256', key).update(text).digest('hex').slice(0, 32) };
}

/** The origin, or the scheme of what has none: the rest of a URL may hold what was typed. */
function origin(url: unknown): { origin?: string } {
  if (typeof url !== 'string' || !URL.canParse(url)) return {};
  const parsed = new URL(url);
  return { origin: parsed.origin === 'null' ? parsed.protocol : parsed.origin };
}

function numbers(value: unknown): Record<string, number> {
  return Object.fromEntries(
    Object.entries(value ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isOneRule(rule: readonly [LogRule] | { readonly [field: string]: LogRule }): rule is readonly [LogRule] {
  return Array.isArray(rule);
}
