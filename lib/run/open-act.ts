import { endingOf, figures, type ActOutcome } from '../act/outcome.ts';
import type { Clock } from '../act/ports.ts';
import type { ActProgress } from '../act/progress.ts';
import { readFailure } from './failure.ts';
import type { Head } from './head.ts';
import { storeOutcome } from './outcome-store.ts';
import type { Artifacts, JournalStore, RunService, StoredOutcome } from './ports.ts';
import type { RunRecorder } from './recorder.ts';
import type { ResolvedInput } from './resolved-input.ts';
import { resumedStep } from './resumed-step.ts';
import type { Execution, Failure, Run } from './run.ts';

interface CloseActPorts {
  readonly store: JournalStore;
  readonly artifacts: Artifacts;
  readonly service: RunService;
  readonly recorder: RunRecorder;
  /** Goes on when the part fails; gives whether it was done. */
  readonly attempt: (part: Promise<unknown>) => Promise<boolean>;
}

/** An act that was under way when its run came to its end. */
export interface OpenAct {
  readonly id: string;
  readonly index: number;
  readonly actId: string | undefined;
  readonly progress: ActProgress;
  readonly outcome: ActOutcome;
}

/** The act that was under way, with how it ends. */
export function openAct(
  { run, position, act: progress }: Head,
  input: ResolvedInput | undefined,
  failure: Failure | null,
  outcomesKept: number,
  clock: Clock,
): OpenAct | undefined {
  const act = input?.acts[position.act];
  if (run === undefined || act === undefined || outcomesKept > position.act) return undefined;
  const { actId, startedAt, outcome = interrupted(progress, failure, clock) } = progress;
  if (startedAt === undefined && progress.outcome === undefined) return undefined;
  return { id: act.id, index: position.act, actId, progress, outcome };
}

/** Ends it, on the service too. */
export async function closeAct(
  { id, index, actId, progress, outcome }: OpenAct,
  execution: Execution,
  run: Run | undefined,
  ports: CloseActPorts,
): Promise<StoredOutcome> {
  const told =
    actId === undefined ||
    run === undefined ||
    (await ports.attempt(ports.service.actService(run).updateAct(actId, endingOf(outcome))));
  ports.recorder.enter({ id, index });
  for (const happening of resumedStep(progress)) ports.recorder.record(happening);
  ports.recorder.record({ type: 'ActEnded', actId, outcome });
  ports.recorder.enter(undefined);
  // Kept only when the service knows it as well, so that another attempt tells it again.
  return told ? storeOutcome({ id, index, actId }, outcome, execution.name, ports) : { ...outcome, id };
}

function interrupted(progress: ActProgress, failure: Failure | null, clock: Clock): ActOutcome {
  const error = readFailure(failure ?? { name: 'RunStopped', cause: 'the run ended before the act did' });
  return { status: 'FAILED', error, ...figures(progress, clock.now()) };
}
