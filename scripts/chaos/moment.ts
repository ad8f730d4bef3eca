import * as z from 'zod';

/**
 * How the newest head that the journal holds stands: an effect `begun` without a result, effects that no checkpoint
 * holds yet (`unsaved`), or neither.
 */
const standings = ['saved', 'unsaved', 'begun'] as const;

/** What a handler's process tells of a write to the journal, just before it and just after. */
export const reportedMomentSchema = z.object({
  when: z.enum(['before', 'after']),
  /** What the write changes. */
  kind: z.string(),
  /** The handler's state. */
  handler: z.string(),
  pid: z.number(),
  standing: z.enum(standings),
  /** The act's index, and how many of its steps were answered. */
  act: z.number(),
  step: z.number(),
});

export type ReportedMoment = z.output<typeof reportedMomentSchema>;

/** A moment of a run. Renewals of the lease by its timer are none: nobody can say when they come. */
export interface Moment extends ReportedMoment {
  /** Of the write, from 1, in the order of the whole run. */
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What a handler's process tells of a browser it has started. */
export const reportedBrowserSchema = z.object({
  handlerPid: z.number(),
  /** The leader of Chromium's process group. */
  pid: z.number(),
  /** The process that holds Chromium's pipe open. */
  keeperPid: z.number(),
});

export type ReportedBrowser = z.output<typeof reportedBrowserSchema>;

/** What the handler does when it has told of a moment. */
export const answerSchema = z.object({
  /** For so long its event loop stands still: no timer, no proxy, no renewal. */
  stallMs: z.number(),
});

export type Answer = z.output<typeof answerSchema>;
