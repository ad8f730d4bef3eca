import * as z from 'zod';
import { CheckpointUnreadable } from '../../act/errors.ts';
import type { JsonValue } from '../../act/json.ts';
import type { BrowserState } from '../../act/ports.ts';

/** Grows with every change of the layout that an older version could not read. */
const FORMAT_VERSION = 1;

const flag = z.literal(true).optional();

const cookie = z.strictObject({
  name: z.string(),
  value: z.string(),
  /** With a dot before it: for all hosts below it as well. */
  domain: z.string(),
  path: z.string(),
  /** Seconds since the epoch; absent: until the browser ends. */
  expires: z.number().optional(),
  httpOnly: flag,
  secure: flag,
  sameSite: z.enum(['Strict', 'Lax', 'None']).optional(),
  priority: z.enum(['Low', 'High']).optional(),
  sourceScheme: z.enum(['Unset', 'NonSecure', 'Secure']),
  sourcePort: z.int(),
  partitionKey: z.strictObject({ topLevelSite: z.string(), hasCrossSiteAncestor: z.boolean() }).optional(),
});

/** Keys with their values, in the page's order. */
const entries = z.array(z.tuple([z.string(), z.string()]));

/** What JSON has no word for is an array that begins with the name of its kind; pages write and read it. */
const encoded = z.custom<JsonValue>();

const keyPath = z.union([z.string(), z.array(z.string())]);

const database = z.strictObject({
  name: z.string(),
  version: z.number(),
  stores: z.array(
    z.strictObject({
      name: z.string(),
      keyPath: keyPath.optional(),
      /** The key that the next record without one gets. */
      nextKey: z.number().optional(),
      autoIncrement: flag,
      indexes: z.array(z.strictObject({ name: z.string(), keyPath, unique: flag, multiEntry: flag })),
      /** Value and, where the value does not hold it, key. */
      records: z.array(z.union([z.tuple([encoded]), z.tuple([encoded, encoded])])),
    }),
  ),
});

/** A form control whose value was changed, and how it is found again. */
const control = z.strictObject({
  /** `select`, `textarea`, or the type of an input. */
  kind: z.string(),
  id: z.string(),
  name: z.string(),
  /** The `value` of a box to tick, which tells it from the others of its name. */
  option: z.string(),
  /** Which of the document's forms it is in; -1 for none. */
  form: z.int(),
  /** Which it is of how many that all this is true of. */
  nth: z.int(),
  of: z.int(),
  /** The text; whether it is ticked; or index and value of each option that is chosen. */
  value: z.union([z.string(), z.boolean(), z.array(z.tuple([z.int(), z.string()]))]),
  /** A script of the page can have noticed the change. */
  noticed: flag,
});

const document = z.strictObject({
  url: z.string(),
  /** Which window of its parent it is in, for each step from the tab's own down to it. */
  path: z.array(z.int()),
  /** Of the documents it is in, from the tab's own down, and its own. Empty where nothing can be stored. */
  origins: z.array(z.string()),
  session: entries.optional(),
  /** What all tabs share stands with the first document that has it. */
  local: entries.optional(),
  databases: z.array(database).optional(),
  /** In CSS pixels. */
  scroll: z.tuple([z.number(), z.number()]).optional(),
  controls: z.array(control).optional(),
});

const tab = z.strictObject({
  url: z.string(),
  /** HTTP status of its document. 0: none is known. */
  status: z.int(),
  /** Its document came as the answer to a form that was sent. */
  posted: flag,
  documents: z.array(document),
});

const browserState = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  cookies: z.array(cookie),
  /** In the order in which they were opened; the last one is the one that is looked at. */
  tabs: z.array(tab),
  /** What could not be captured, a sentence each. */
  lost: z.array(z.string()),
});

export type CapturedState = z.infer<typeof browserState>;
export type CapturedTab = z.infer<typeof tab>;
export type CapturedDocument = z.infer<typeof document>;
export type CapturedCookie = z.infer<typeof cookie>;
export type CapturedControl = z.infer<typeof control>;
export type CapturedDatabase = z.infer<typeof database>;
export type Entries = z.infer<typeof entries>;

/** The state as it is given away. */
export function writtenState(state: Omit<CapturedState, 'formatVersion'>): BrowserState {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON by its schema; what is undefined is not written
  return { formatVersion: FORMAT_VERSION, ...state } as BrowserState;
}

/** @throws CheckpointUnreadable for anything but what {@link writtenState} gave */
export function readState(state: BrowserState): CapturedState {
  const parsed = browserState.safeParse(state);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'as a whole' : `at ${issue.path.join('.')}`;
  throw new CheckpointUnreadable(`The saved state of the browser is not one that this version reads (${where}).`);
}
