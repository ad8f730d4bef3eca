import { readAnswer, taskLength, taskText, TASK_LENGTH_LIMIT, type AnswerSchema } from './answer.ts';
import { askForStep, type AskLimits } from './ask-for-step.ts';
import {
  ActAgentFailed,
  NovaActError,
  ActExceededMaxStepsError,
  ActInvalidModelGenerationError,
  ActTimeoutError,
  InvalidInputLength,
} from './errors.ts';
import type { JsonValue } from './json.ts';
import { sendable, type Observation } from './observation.ts';
import { endingOf, figures, type ActOutcome } from './outcome.ts';
import type { Guardrails } from './guardrails.ts';
import { withPageNews } from './page-news.ts';
import { decodeStep, firstEffect, performCalls, type PerformedCalls } from './perform-calls.ts';
import { whileThrottled } from './throttle-wait.ts';
import type { ActRun, ActService, Browser, Clock, Journal, Recorder, Tool } from './ports.ts';
import { answered, asking, checkpointed, created, ended } from './progress.ts';
import type { CallResult, Step } from './step.ts';
import { checkTimeWorked, type WorkBudget } from './work-budget.ts';

/** An act as it is to be performed, everything filled in. */
export interface ActRequest {
  /** Gives the prompt; a NovaActError it throws ends the act. */
  readonly prompt: () => string;
  readonly schema?: AnswerSchema | undefined;
  /** 1 to 199. */
  readonly maxSteps: number;
  /** When the act's (or the run's) time is over, in milliseconds since the epoch, given when the act started. */
  readonly endsBy: (startedAt: number) => number;
  /** Absent: the act may work for as long as its time lasts. */
  readonly workBudget?: WorkBudget | undefined;
  /**
   * What an answer has to stand beside its schema, given as the agent returned it and as it was read; a NovaActError it
   * throws ends the act.
   */
  readonly accept?: ((returned: string, answer: JsonValue | undefined) => Promise<void>) | undefined;
  /** Makes CreateAct idempotent. */
  readonly clientToken: string;
}

export interface ActPorts {
  /** What tools are told of the run. */
  readonly run: ActRun;
  readonly service: ActService;
  /** The browser may still be starting while the act is being created. */
  readonly browser: () => Promise<Browser>;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly journal: Journal;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly guardrails?: Guardrails | undefined;
}

/** How much of the act may be performed now. */
export interface Budget extends AskLimits {
  /** How many steps may be asked for before handing back. */
  readonly steps: number;
  /** Milliseconds that a call may take now, at most. */
  readonly msForACall: () => number;
}

/** A message may quote what a page or a model wrote; the service takes as much. */
const MESSAGE_LIMIT = 10_000;

export type ActResult =
  | {
      readonly kind: 'ended';
      readonly outcome: ActOutcome;
      /** What the outcome tells of, where the act failed just now and not in an earlier slice. */
      readonly error?: NovaActError;
    }
  | { readonly kind: 'handBack'; readonly reason: 'steps' | 'deadline' | 'quota' };

/**
 * Performs an act from where the journal says it stands until it has ended or the budget is used up.
 *
 * @throws BrowserCrashed, LeaseLost, and whatever else breaks the machinery; an act that fails is a value
 */
export async function performAct(request: ActRequest, ports: ActPorts, budget: Budget): Promise<ActResult> {
  const { journal } = ports;
  let failure: { error?: NovaActError } = {};
  if (journal.progress.outcome === undefined) {
    const result = await reachOutcome(request, ports, budget);
    if (result.kind === 'handBack') return result;
    await journal.save(ended(journal.progress, result.outcome));
    if (result.error) failure = { error: result.error };
  }
  // Read again: after a lost invocation the outcome is known but the service may not have been told.
  const { outcome, actId } = journal.progress;
  if (outcome === undefined) throw new Error('an ended act has an outcome');
  if (actId !== undefined)
    await whileThrottled('UpdateAct', () => ports.service.updateAct(actId, endingOf(outcome)), ports, budget.msToSpare);
  ports.recorder.record({ type: 'ActEnded', actId, outcome });
  await ports.recorder.flush();
  return { kind: 'ended', outcome, ...failure };
}

async function reachOutcome(request: ActRequest, ports: ActPorts, budget: Budget): Promise<ActResult> {
  try {
    const actId = await createAct(request, ports, budget);
    return await performSteps(actId, request, ports, budget);
  } catch (error) {
    if (!(error instanceof NovaActError)) throw error;
    return { kind: 'ended', outcome: failed(error, ports), error };
  }
}

async function createAct(
  { prompt, schema, clientToken, workBudget }: ActRequest,
  ports: ActPorts,
  budget: Budget,
): Promise<string> {
  const { journal, clock } = ports;
  if (journal.progress.actId !== undefined) return journal.progress.actId;
  checkTimeWorked(workBudget, journal.progress, clock.now());
  const filledIn = prompt();
  const length = taskLength(filledIn, schema);
  if (length > TASK_LENGTH_LIMIT)
    throw new InvalidInputLength(
      `the act's prompt with its values and its schema has ${length} characters, the service takes ${TASK_LENGTH_LIMIT}`,
    );
  const task = taskText(filledIn, schema);
  const toolSpecs = [...ports.tools.values()].map(({ spec }) => spec);
  const create = () => ports.service.createAct({ task, toolSpecs, clientToken });
  const actId = await whileThrottled('CreateAct', create, ports, budget.msToSpare);
  await journal.save(created(journal.progress, actId, clock.now()));
  ports.recorder.record({ type: 'ActStarted', actId, task });
  return actId;
}

async function performSteps(actId: string, request: ActRequest, ports: ActPorts, budget: Budget): Promise<ActResult> {
  const { journal, clock, recorder } = ports;
  const browser = await ports.browser();
  const callPorts = { ...ports, browser, msForACall: budget.msForACall };

  for (let asked = 0; ; asked += 1) {
    let performed: PerformedCalls = {};
    let observing = new Set<string>();
    const { step } = journal.progress;
    if (step !== undefined) {
      const calls = decodeStep({ stepId: step.stepId, calls: step.calls.map(({ call }) => call) }, ports.tools);
      performed = await withPageNews(() => performCalls(calls, callPorts), callPorts);
      if (performed.ending?.kind === 'throw') throw new ActAgentFailed(performed.ending.message);
      if (performed.ending?.kind === 'return') {
        const { value } = performed.ending;
        const answer = readAnswer(value, request.schema);
        await request.accept?.(value, answer);
        return { kind: 'ended', outcome: succeeded(answer, ports) };
      }
      if (performed.outOfTime) return { kind: 'handBack', reason: 'deadline' };
      observing = new Set(calls.filter(({ action }) => action.kind === 'observe').map(({ call }) => call.callId));
      if (observing.size === 0)
        throw new ActInvalidModelGenerationError(
          'ValueError: the step has no takeObservation and does not end the act',
        );
    }

    const endsBy = request.endsBy(journal.progress.startedAt ?? clock.now());
    if (clock.now() > endsBy)
      throw new ActTimeoutError(`the time was over after ${journal.progress.stepsTaken} step(s)`);
    checkTimeWorked(request.workBudget, journal.progress, clock.now());
    if (journal.progress.stepsTaken >= request.maxSteps)
      throw new ActExceededMaxStepsError(`the agent did not return within ${request.maxSteps} step(s)`);
    if (asked >= budget.steps) return { kind: 'handBack', reason: 'steps' };
    if (budget.msToSpare() <= 0) return { kind: 'handBack', reason: 'deadline' };

    const seen = performed.observation ? { observation: performed.observation } : await observeSettled(browser, clock);
    const { observation: whole, ...observedIn } = seen;
    const observation = sendable(whole);
    const { stepsTaken, answeredAt, startedAt } = journal.progress;
    const number = stepsTaken + 1;
    const { windowWidth: width, windowHeight: height } = observation.browserDimensions;
    recorder.record({
      type: 'StepAsked',
      step: number,
      url: observation.activeURL,
      screenshot: recorder.keepScreenshot(number, observation.screenshotBase64),
      viewport: { width, height },
      sinceLastAnswerMs: sinceMs(answeredAt ?? startedAt, clock),
      ...observedIn,
    });
    const state = journal.progress.isSaved ? undefined : await browser.capture();
    await journal.save(asking(checkpointed(journal.progress)), state);
    const answer = await askForStep(
      { actId, previousStepId: step?.stepId, callResults: callResults(journal, observation, observing) },
      ports,
      {
        ...budget,
        endsBy,
        checkWait: (waitMs) => checkTimeWorked(request.workBudget, journal.progress, clock.now(), waitMs),
      },
    );
    if (answer.kind === 'outOfTime') return { kind: 'handBack', reason: answer.reason };
    // Kept before anything of it is performed, and also when nothing of it can be.
    await keepAnswer(answer.step, firstEffect(answer.step, ports.tools), ports);
    const { step: next, durationMs } = answer;
    // Told when it is kept: nobody hears of a step that a crash at this moment takes away again.
    recorder.record({ type: 'StepAnswered', step: number, stepId: next.stepId, durationMs, calls: next.calls });
  }
}

/** An answer that came while nothing may be done any more is kept all the same, since the service may not give it again. */
async function keepAnswer(step: Step, effect: string | undefined, { journal, clock }: ActPorts): Promise<void> {
  const before = journal.progress;
  const now = clock.now();
  try {
    await journal.save(answered(before, step, effect, now));
  } catch (error) {
    await journal.lastWord(answered(before, step, undefined, now));
    throw error;
  }
}

/** What the service is told: of the first step the two results it wants, later each call's result in order. */
function callResults({ progress }: Journal, observation: Observation, observing: ReadonlySet<string>): CallResult[] {
  const seen = JSON.stringify(observation);
  if (progress.step === undefined)
    return [
      { callId: 'initiateAct', text: '{}' },
      { callId: 'takeObservation', text: seen },
    ];
  return progress.step.calls.map(({ call, ...entry }) => ({
    callId: call.callId,
    // An observation never travels through the journal, so it is put in here, always the newest.
    text: observing.has(call.callId) ? seen : entry.state === 'done' ? entry.text : 'null',
  }));
}

/** An observation that no call took, and how long it took. */
async function observeSettled(
  browser: Browser,
  clock: Clock,
): Promise<{ observation: Observation; settleMs: number; observeMs: number }> {
  const startedAt = clock.now();
  await browser.perform({ kind: 'waitForPageToSettle' }, () => {});
  const settleMs = sinceMs(startedAt, clock);
  const observation = await browser.observe();
  return { observation, settleMs, observeMs: sinceMs(startedAt, clock) - settleMs };
}

/** Milliseconds; another machine's clock may be ahead of this one's. */
function sinceMs(moment: number | undefined, clock: Clock): number {
  const now = clock.now();
  return Math.max(0, now - (moment ?? now));
}

function succeeded(response: JsonValue | undefined, ports: ActPorts): ActOutcome {
  return {
    status: 'SUCCEEDED',
    ...(response !== undefined && { response }),
    ...figures(ports.journal.progress, ports.clock.now()),
  };
}

function failed(error: NovaActError, ports: ActPorts): ActOutcome {
  return {
    status: 'FAILED',
    error: { name: error.name, message: error.message.slice(0, MESSAGE_LIMIT) },
    ...figures(ports.journal.progress, ports.clock.now()),
  };
}
