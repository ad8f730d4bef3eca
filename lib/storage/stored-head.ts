import * as z from 'zod';
import { NOT_STARTED } from '../act/progress.ts';
import { JournalUnreadable } from '../run/errors.ts';
import { HEAD_FORMAT, randomKey, type Head } from '../run/head.ts';
import { failureSchema, runSchema } from '../run/run.ts';

type Stored = { readonly formatVersion?: unknown; readonly run?: unknown };

/**
 * A head as it was read from a store: of this version, or of the one before, whose runs may be under way while this one
 * is being deployed.
 *
 * @throws JournalUnreadable when another version of this software wrote it, or somebody who may write anything there
 */
export function headOf(stored: Stored, execution: string): Head {
  if (isHead(stored)) return checked(withLog(stored), execution);
  if (isHeadOf1(stored)) return checked(withLog(headFrom1(stored)), execution);
  throw new JournalUnreadable(
    `the journal of execution ${execution} has format ${String(stored.formatVersion)}, this version reads ${HEAD_FORMAT} and 1`,
    { run: runSchema.safeParse(stored.run).data },
  );
}

/** What those rely on who have to close the run, of a head that anybody may have written who has taken over a slice. */
const shape = z.looseObject({
  fence: z.int().nonnegative(),
  version: z.int().nonnegative(),
  writeId: z.string(),
  leaseUntil: z.number(),
  startedAt: z.number(),
  position: z.object({ act: z.int().nonnegative(), step: z.int().nonnegative() }),
  act: z.looseObject({}),
  handBacks: z.number(),
  slicesHere: z.number(),
  logKey: z.string(),
  log: z.looseObject({ stream: z.string() }).optional(),
  run: runSchema.optional(),
  stopped: failureSchema.optional(),
  ended: z
    .looseObject({
      status: z.enum(['SUCCEEDED', 'FAILED']),
      error: z.looseObject({ name: z.string(), message: z.string() }).optional(),
    })
    .optional(),
});

function checked(head: Head, execution: string): Head {
  const { error } = shape.safeParse(head);
  if (error)
    throw new JournalUnreadable(`the journal of execution ${execution} is not right: ${z.prettifyError(error)}`, {
      run: runSchema.safeParse(head.run).data,
    });
  // Whatever the head says of itself: it was found under this execution's key, and is written there again.
  return { ...head, execution };
}

function isHead(stored: Stored): stored is Head {
  return stored.formatVersion === HEAD_FORMAT;
}

/**
 * The heads of before wrote the whole log at once and had no key. The first holder keeps the key that it is given here;
 * a log that was written may be whole, so the stream has to be asked.
 */
function withLog({ logWritten, ...head }: Head & { readonly logWritten?: boolean }): Head {
  const { workflowDefinitionName = '', workflowRunId = '' } = head.run ?? {};
  const stream = `${workflowDefinitionName}/${workflowRunId}`;
  return { ...head, logKey: head.logKey ?? randomKey(), ...(logWritten && { log: { stream, open: true } }) };
}

/** Format 1 knew no checkpoints. */
interface HeadOf1 extends Omit<Head, 'formatVersion' | 'act'> {
  readonly formatVersion: 1;
  readonly act: Omit<Head['act'], 'isSaved'>;
}

function isHeadOf1(stored: Stored): stored is HeadOf1 {
  return stored.formatVersion === 1;
}

/** Whatever was done is not saved: only the browser itself shows it. */
function headFrom1(head: HeadOf1): Head {
  const hasBegun = head.position.act > 0 || head.act.effectBegun;
  return { ...head, formatVersion: HEAD_FORMAT, act: { ...NOT_STARTED, ...head.act, isSaved: !hasBegun } };
}
