import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../../lib/local/emulator/emulator.ts';
import { LocalCloud } from '../../lib/local/local-cloud.ts';
import { newExecution } from '../../lib/local/new-execution.ts';
import { plainEnglishPlanner } from '../../lib/local/planners/plain-english/plain-english-planner.ts';
import type { ExecutionResult } from '../../lib/local/state-machine/run-state-machine.ts';
import type { LoggedEvent } from '../../lib/run/logged-event.ts';
import type { WorkflowResult } from '../../lib/run/workflow-result.ts';
import { bookingInput } from './booking.ts';
import type { Case } from './case.ts';
import { startController } from './controller.ts';
import { bringFault, type Hit } from './faults.ts';
import { LOG_GROUP, readLog, readRecord, readResult } from './kept.ts';
import type { Moment } from './moment.ts';
import { type AnsweredCall, rememberPages } from './planned-calls.ts';
import { browsersOf } from './processes.ts';
import { type RecordingSite, startRecordingSite } from './recording-site.ts';

/** No case needs half of it. */
const TIME_LIMIT_MS = 300_000;

/** A moment, and what there was for a fault to hit. */
export interface SeenMoment extends Moment {
  readonly hasBrowser: boolean;
  /** How often InvokeActStep had been requested. */
  readonly stepsAsked: number;
}

/** All that can be known of a run when it is over. */
export interface RunRecord {
  readonly ended: ExecutionResult;
  readonly result: WorkflowResult | undefined;
  /** The events in the log group. */
  readonly log: readonly LoggedEvent[];
  /** The ids of the events among the artifacts. */
  readonly recorded: readonly string[];
  /** As the service has them at last. */
  readonly service: {
    readonly runs: readonly Pick<Emulator['runs'][number], 'status'>[];
    readonly acts: readonly Pick<Emulator['acts'][number], 'actId' | 'status' | 'error'>[];
  };
  readonly stepsAsked: number;
  readonly site: Pick<RecordingSite, 'bookings' | 'requests' | 'tidings'>;
  readonly answeredCalls: readonly AnsweredCall[];
  readonly moments: readonly SeenMoment[];
  readonly hits: readonly Hit[];
  readonly durationMs: number;
}

/**
 * Runs the booking example on a cloud, a service and a site of its own, and lets the case's faults come.
 *
 * @param bundles - of the handlers' test build
 * @param directory - for what the run leaves behind
 */
export async function runCase(
  { faults, repeatedStep, ...options }: Case,
  { bundles, directory, signal }: { bundles: string; directory: string; signal?: AbortSignal },
): Promise<RunRecord> {
  mkdirSync(directory, { recursive: true });
  const { planner, answeredCalls } = rememberPages(plainEnglishPlanner);
  await using emulator = await startEmulator({ planner, repeatedStep });
  await using site = await startRecordingSite();
  const stepsAsked = () => emulator.requests.filter(({ operation }) => operation === 'InvokeActStep').length;

  const hits: Hit[] = [];
  const moments: SeenMoment[] = [];
  await using controller = await startController(async (moment, { browsers }) => {
    const hasBrowser = browsersOf(moment.pid, browsers).length > 0;
    moments.push({ ...moment, hasBrowser, stepsAsked: stepsAsked() });
    const planned = faults[hits.length];
    if (planned === undefined || !planned.isAt(moment)) return { stallMs: 0 };
    const hit: Hit = { fault: planned.fault, moment, at: Date.now(), hadTarget: false };
    hits.push(hit);
    return bringFault(hit, { browsers, emulator });
  });
  await using cloud = await LocalCloud.start({
    directory,
    checkpointKey: randomBytes(32),
    chromiumPath: undefined,
    bundles,
    environment: {
      AWS_ACCESS_KEY_ID: 'emulator',
      AWS_SECRET_ACCESS_KEY: 'emulator',
      AWS_ENDPOINT_URL_NOVA_ACT: emulator.url,
      LOG_GROUP_NAME: LOG_GROUP,
      REPLAYABLE: 'true',
      CHAOS_CONTROLLER: controller.url,
    },
    onLogLine: (line) => appendFileSync(join(directory, 'functions.log'), `${line}\n`),
  });

  const limit = AbortSignal.any([AbortSignal.timeout(TIME_LIMIT_MS), ...(signal ? [signal] : [])]);
  const execution = newExecution();
  const startedAt = performance.now();
  const ended = await cloud.run(execution, bookingInput(site.url, options), limit);
  const durationMs = performance.now() - startedAt;
  const result = readResult(directory, execution);
  return {
    ended,
    result,
    log: readLog(directory, result),
    recorded: readRecord(directory, execution).map(({ eventId }) => eventId),
    service: { runs: emulator.runs, acts: emulator.acts },
    stepsAsked: stepsAsked(),
    site,
    answeredCalls: answeredCalls(emulator),
    moments,
    hits,
    durationMs,
  };
}
