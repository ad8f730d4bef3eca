import { DispatchLeave } from './dispatch-leave.ts';
import { NovaActError } from './errors.ts';
import { figures, type ActOutcome } from './outcome.ts';
import { takePageNews } from './page-news.ts';
import type { CallPorts } from './perform-calls.ts';
import type { Browser, Secrets } from './ports.ts';
import { answered, done, ended, notDispatched, started } from './progress.ts';
import { checkTimeWorked, type WorkBudget } from './work-budget.ts';

/** A secret and where it goes. */
export interface FillRequest {
  readonly secret: string;
  /** A field's label, or a selector. */
  readonly into: string;
}

export interface FillPorts extends Pick<CallPorts, 'journal' | 'recorder' | 'clock'> {
  readonly browser: () => Promise<Browser>;
  readonly secrets: Secrets;
}

const FILL = 'fill';

/**
 * Performs a `fill` act: we put the secret into the field ourselves, and the service never hears of it. It is journalled
 * as one effect, so that it is never done twice.
 *
 * @throws BrowserCrashed, LeaseLost, and whatever else breaks the machinery; an act that fails is a value
 */
export async function performFill(
  request: FillRequest,
  ports: FillPorts,
  workBudget?: WorkBudget,
): Promise<ActOutcome> {
  const { journal, recorder } = ports;
  if (journal.progress.outcome === undefined) {
    const reached = await fill(request, ports, workBudget);
    await journal.save(ended(journal.progress, reached));
  }
  const { outcome } = journal.progress;
  if (outcome === undefined) throw new Error('an ended act has an outcome');
  recorder.record({ type: 'ActEnded', actId: undefined, outcome });
  await recorder.flush();
  return outcome;
}

async function fill(
  { secret, into }: FillRequest,
  ports: FillPorts,
  workBudget: WorkBudget | undefined,
): Promise<ActOutcome> {
  const { journal, recorder, clock } = ports;
  try {
    if (journal.progress.startedAt === undefined) checkTimeWorked(workBudget, journal.progress, clock.now());
    const [value, browser] = await Promise.all([ports.secrets.read(secret), ports.browser()]);
    journal.note(started(journal.progress, clock.now()));
    const call = { callId: FILL, name: FILL, input: { secret, into } };
    await journal.save(answered(journal.progress, { stepId: FILL, calls: [call] }, FILL));
    const leave = new DispatchLeave(journal);
    const begunAt = clock.now();
    await browser.fill(into, value, leave.take).catch(async (error: unknown) => {
      if (leave.revoke() && !(error instanceof NovaActError))
        await journal.lastWord(notDispatched(journal.progress, FILL));
      throw error;
    });
    const durationMs = clock.now() - begunAt;
    await journal.save(done(journal.progress, FILL, 'null'));
    const doneAt = clock.now();
    await browser.perform({ kind: 'waitForPageToSettle' }, () => {});
    recorder.record({ type: 'Filled', secret, into, durationMs, settleMs: clock.now() - doneAt });
    await takePageNews({ ...ports, browser });
    return { status: 'SUCCEEDED', ...figures({ ...journal.progress, stepsTaken: 0 }, clock.now()) };
  } catch (error) {
    if (!(error instanceof NovaActError)) throw error;
    const { name, message } = error;
    return {
      status: 'FAILED',
      error: { name, message },
      ...figures({ ...journal.progress, stepsTaken: 0 }, clock.now()),
    };
  }
}
