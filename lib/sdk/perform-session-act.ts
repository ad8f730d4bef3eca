import { randomUUID } from 'node:crypto';
import type { ActMetadata } from '../act/act-metadata.ts';
import { ActError, ActTimeoutError, BrowserCrashed, NovaActError } from '../act/errors.ts';
import type { JsonSchema } from '../act/json-schema.ts';
import type { KeptDownload } from '../act/outcome.ts';
import { performAct, type Budget } from '../act/perform-act.ts';
import type { ActRun, ActService, Browser, Clock } from '../act/ports.ts';
import { textOf } from '../act/text-of.ts';
import { ActBrowser } from './act-browser.ts';
import type { ActSettings } from './act-options.ts';
import { ActRecorder } from './act-recorder.ts';
import { ActTools } from './act-tools.ts';
import type { AskedAnswer } from './answer-schema.ts';
import { sleep, unlessCanceled } from './cancellation.ts';
import type { DownloadsDirectory } from './downloads-directory.ts';
import { SessionCrashed, UnexpectedActError } from './errors.ts';
import { MemoryJournal } from './memory-journal.ts';
import type { NovaActSettings } from './nova-act-options.ts';
import type { Turns } from './turns.ts';
import { warn } from './warn.ts';

/** What acts of one session are performed with. */
export interface SessionPorts {
  readonly run: ActRun;
  readonly service: ActService;
  readonly browser: Browser;
  readonly turns: Turns;
  readonly downloads: DownloadsDirectory;
  readonly settings: NovaActSettings;
}

/** An act as it is asked for, all of it checked. */
export interface SessionAct<Answer> extends Omit<ActSettings, 'signal'> {
  readonly prompt: string;
  /** Without a schema the answer may be anything. */
  readonly answer: Omit<AskedAnswer<Answer>, 'schema'> & { readonly schema: JsonSchema | undefined };
  readonly signal: AbortSignal;
}

export interface EndedAct<Answer> {
  /** As the agent returned it. */
  readonly returned: string;
  readonly answer: Answer;
  readonly metadata: ActMetadata;
  readonly downloads: readonly KeptDownload[];
}

/** There is no slice to end: an act goes on until it has ended. */
const UNLIMITED: Budget = { steps: Infinity, msToSpare: () => Infinity, msForACall: () => Infinity };

/**
 * Performs an act to its end, and tells the service of it, whatever happens.
 *
 * @throws NovaActError, with the act's metadata where it is an ActError of an act that was created
 */
export async function performSessionAct<Answer>(
  { prompt, answer, maxSteps, timeout, observationDelayMs, signal: canceling }: SessionAct<Answer>,
  { run, service, browser, turns, downloads, settings }: SessionPorts,
): Promise<EndedAct<Answer>> {
  const { stateGuardrail, guardrails, tools: given, humanInputCallbacks } = settings;
  const timeOver = new AbortController();
  const signal = AbortSignal.any([canceling, timeOver.signal]);
  let timer: NodeJS.Timeout | undefined;
  const journal = new MemoryJournal(signal);
  const recorder = new ActRecorder(downloads);
  const clock = clockUntil(signal);
  const seen = { screenshot: '' };
  const tools = new ActTools({
    tools: given,
    humanInputCallbacks,
    sessionId: run.sessionId,
    signal,
    screenshot: () => seen.screenshot,
  });
  const actBrowser = new ActBrowser(browser, {
    turns,
    signal,
    stateGuardrail,
    onObservation: ({ screenshotBase64 }) => {
      seen.screenshot = screenshotBase64;
    },
  });
  const accepted: { value?: { readonly returned: string; readonly answer: Answer } } = {};
  const request = {
    prompt: () => prompt,
    schema: answer.schema,
    maxSteps,
    endsBy: (startedAt: number) => (timeout === undefined ? Infinity : startedAt + timeout * 1_000),
    clientToken: randomUUID(),
    accept: async (returned: string, read: Parameters<typeof answer.parse>[0]) => {
      accepted.value = { returned, answer: await answer.parse(read) };
    },
  };
  const ports = {
    run,
    service: { ...cancelable(service, signal), createAct },
    browser: async () => {
      await clock.sleep(observationDelayMs);
      return actBrowser;
    },
    tools: tools.byName,
    journal,
    recorder,
    clock,
    guardrails,
  };
  try {
    const result = await performAct(request, ports, UNLIMITED);
    if (result.kind !== 'ended') throw new Error(`an act without limits handed back: ${result.reason}`);
    if (result.error) throw result.error;
    if (!accepted.value) throw new Error('an act that has succeeded has an answer');
    return { ...accepted.value, metadata: metadata(), downloads: result.outcome.downloads ?? [] };
  } catch (error) {
    const { actId, outcome } = journal.progress;
    const told = asNovaActError(error);
    if (told instanceof ActError && actId !== undefined && Object.isExtensible(told)) told.metadata = metadata();
    // What broke the machinery ends here, and the service does not know of it yet.
    if (actId !== undefined && outcome === undefined)
      await ports.service.updateAct(actId, { status: 'FAILED', error: { type: told.name, message: told.message } });
    throw told;
  } finally {
    clearTimeout(timer);
  }

  /** Short, so not cancelled: what it creates must be told how it ended. The act's time counts from its answer. */
  async function createAct(asked: Parameters<ActService['createAct']>[0]): Promise<string> {
    const actId = await service.createAct(asked);
    if (timeout !== undefined) timer = setTimeout(endTime, timeout * 1_000);
    return actId;
  }

  function endTime(): void {
    timeOver.abort(new ActTimeoutError(`the time was over after ${journal.progress.stepsTaken} step(s)`));
  }

  function metadata(): ActMetadata {
    const endedAt = journal.endedAt ?? clock.now();
    const { actId = '', startedAt = endedAt, stepsTaken } = journal.progress;
    return {
      ...run,
      actId,
      prompt,
      stepsExecuted: stepsTaken,
      startTime: new Date(startedAt),
      endTime: new Date(endedAt),
      stepServerTimes: recorder.stepMs.map((ms) => ms / 1_000),
      timeWorkedSeconds: tenths(Math.max(0, endedAt - startedAt - tools.humanWaitMs)),
      humanWaitSeconds: tenths(tools.humanWaitMs),
    };
  }
}

function asNovaActError(error: unknown): NovaActError {
  if (error instanceof NovaActError) return error;
  return error instanceof BrowserCrashed
    ? new SessionCrashed(error)
    : new UnexpectedActError(textOf(error), { cause: error });
}

function cancelable(service: ActService, signal: AbortSignal): Omit<ActService, 'createAct'> {
  return {
    invokeActStep: (request) => unlessCanceled(() => service.invokeActStep({ ...request, signal }), signal),
    // How the act ended is known here; that the service does not know it is no reason to lose it.
    updateAct: (actId, ending) =>
      service.updateAct(actId, ending).catch((cause: unknown) => {
        warn(`The service could not be told that act ${actId} has ${ending.status}`, cause);
      }),
  };
}

function clockUntil(signal: AbortSignal): Clock {
  return {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    sleep: (ms) => sleep(ms, signal),
  };
}

function tenths(ms: number): number {
  return Math.round(ms / 100) / 10;
}
