import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { faults } from '../../lib/local/emulator/fault.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import { type CloudWithService, startCloud } from './cloud-with-service.ts';
import { median, milliseconds, type Part } from './figures.ts';
import { clickAndLook, startQuietPage } from './quiet-page.ts';
import { watchSteps } from './step-watch.ts';
import { bundleWithoutStory } from './without-story/build.ts';

const STEPS = 20;
const RUNS = 5;
/** A real model takes seconds: the longer it thinks, the smaller is the story's share of a run. */
const SERVICE_MS = 100;
const PROMPT = 'Click the button again and again';
const RUN_LIMIT = 0.05;
const STEP_LIMIT_MS = 20;

/** What it costs that a run can be followed and looked at: events, screenshots, the log, the replay page. */
export const story: Part = {
  title: `A run of ${STEPS} steps, the model taking ${SERVICE_MS} ms for each, with its story and without it (medians of ${RUNS} runs each, by turns)`,
  async measure(bench) {
    await using page = await startQuietPage();
    const bundles = await mkdtemp(join(bench.directory, 'without-story-'));
    await bundleWithoutStory(bundles);
    const steps = [...Array.from({ length: STEPS - 1 }, () => clickAndLook), [{ name: 'return', input: [] }]];
    const planner = scriptPlanner({ [PROMPT]: steps });
    await using told = await startCloud(bench, planner);
    await using untold = await startCloud(bench, planner, { bundles });
    const runs = { told: [] as Measured[], untold: [] as Measured[] };
    // The first of each starts the functions.
    await measured(told, page.url, true);
    await measured(untold, page.url, false);
    for (let run = 0; run < RUNS; run += 1) {
      runs.told.push(await measured(told, page.url, true));
      runs.untold.push(await measured(untold, page.url, false));
    }
    const runMs = (of: readonly Measured[]) => median(of.map((run) => run.runMs));
    const stepMs = (of: readonly Measured[]) => median(of.flatMap((run) => run.stepMs));
    return [
      milliseconds('story.run.with', 'the run with its story', runMs(runs.told)),
      milliseconds('story.run.without', 'the run without it', runMs(runs.untold)),
      {
        id: 'story.run',
        label: 'what the story adds / the run without it',
        value: runMs(runs.told) / runMs(runs.untold) - 1,
        unit: 'times',
        limit: RUN_LIMIT,
      },
      milliseconds('story.step.with', 'a step with its story, from an answer to the next request', stepMs(runs.told)),
      {
        ...milliseconds('story.step', 'what the story adds to a step', stepMs(runs.told) - stepMs(runs.untold)),
        limit: STEP_LIMIT_MS,
      },
    ];
  },
};

interface Measured {
  readonly runMs: number;
  /** Of each step but the first, from the service's answer before it to its request. */
  readonly stepMs: readonly number[];
}

async function measured(cloud: CloudWithService, startingPage: string, isTold: boolean): Promise<Measured> {
  cloud.emulator.queueFaults('InvokeActStep', ...Array.from({ length: STEPS }, () => faults.delay(SERVICE_MS)));
  using watch = watchSteps(cloud.journalPath);
  const { status, durationMs, events } = await cloud.run({ startingPage, acts: [{ prompt: PROMPT, maxSteps: STEPS }] });
  if (status !== 'SUCCEEDED') throw new Error(`the scripted run of ${STEPS} steps is ${status}`);
  if (events.length > 0 !== isTold) throw new Error(`the run kept ${events.length} events`);
  const { requests, answers } = watch;
  return { runMs: durationMs, stepMs: requests.slice(1).map(({ at }, index) => at - (answers[index] ?? Number.NaN)) };
}
