import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loggedEvent } from '../../lib/run/logged-event.ts';
import { LOG_RULES, type LogRule } from '../../lib/run/log-rules.ts';
import { NO_FIGURES } from '../report/events.ts';
import { sampleEvents } from './sample-events.ts';

const doc = readFileSync('docs/log-events.md', 'utf8');
const types = Object.keys(LOG_RULES);

/** How the page calls a rule. */
const SHOWN: Readonly<Record<string, string>> = { kept: 'kept', name: 'name', url: 'url', words: 'hidden' };

function sectionOf(heading: string): string {
  return doc.split(`\n### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
}

/** The rows of the table under a heading: each field with how it is shown. */
function documented(heading: string): string[] {
  return [...sectionOf(heading).matchAll(/^\| `([^`]+)` \| .+ \| (\w+) \|$/gm)].map(
    ([, field = '', shown]) => `${field.replace('?', '')} ${shown}`,
  );
}

function ruled(rule: LogRule, path: string): string[] {
  if (rule === 'numbers') return Object.keys(NO_FIGURES).map((name) => `${path}.${name} kept`);
  if (typeof rule === 'string') return [`${path} ${SHOWN[rule]}`];
  if (Array.isArray(rule)) return rule.flatMap((entry: LogRule) => ruled(entry, `${path}[]`));
  return Object.entries(rule).flatMap(([field, inner]) => ruled(inner, path === '' ? field : `${path}.${field}`));
}

/** Whether the event has a value at `calls[].name`, or wherever the path leads. */
function has(value: unknown, [first = '', ...rest]: readonly string[]): boolean {
  if (first === '') return value !== undefined;
  if (first === '[]') return Array.isArray(value) && value.every((entry) => has(entry, rest));
  return typeof value === 'object' && value !== null && has(Reflect.get(value, first), rest);
}

describe('the page of the log', () => {
  it('has each type of event, and no other', () => {
    const headings = [...doc.matchAll(/^### (\w+)$/gm)].map(([, heading = '']) => heading);
    expect(headings.toSorted()).toEqual(types.toSorted());
  });

  it.each(types)('has the fields of %s, each with how it is shown', (type) => {
    const rules = new Map(Object.entries<LogRule>(LOG_RULES));
    expect(documented(type).toSorted()).toEqual(ruled(rules.get(type) ?? {}, '').toSorted());
  });

  it.each(types)('says which fields of %s may be absent', (type) => {
    const samples = sampleEvents.filter((event) => event.type === type);
    const written = [...sectionOf(type).matchAll(/^\| `([^`?]+)(\??)` \|/gm)];
    for (const [, field = '', mark] of written) {
      const path = field.replaceAll('[]', '.[]').split('.');
      expect({ field, mark }).toEqual({ field, mark: samples.every((event) => has(event, path)) ? '' : '?' });
    }
  });

  it('shows an event as it is logged, and the same with content', () => {
    const [digest, logged, whole] = [...doc.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json));
    expect(loggedEvent(whole, { content: false, key: 'example' })).toEqual(logged);
    const started = loggedEvent({ ...whole, type: 'ActStarted', task: '4711' }, { content: false, key: 'example' });
    expect(started['task']).toEqual(digest);
  });

  it('has the fields of every event', () => {
    const head = ['v', 'eventId', 'seq', 'at', 'execution', 'workflowRunId', 'act', 'type'];
    expect(documented('Every event')).toEqual([...head, 'cutBytes'].map((field) => `${field} kept`));
    for (const event of sampleEvents) expect(Object.keys(event)).toEqual(expect.arrayContaining(head));
  });
});
