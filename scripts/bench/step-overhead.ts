import { join } from 'node:path';
import { faults } from '../../lib/local/emulator/fault.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import type { LogEvent } from '../../lib/run/log-event.ts';
import { startCloud } from './cloud-with-service.ts';
import { mean, median, milliseconds, quantile, type Figure, type Part } from './figures.ts';
import { journalWriteMs } from './journal-write.ts';
import { clickAndLook, startQuietPage } from './quiet-page.ts';
import { watchSteps, type StepWatch } from './step-watch.ts';

const STEPS = 60;
const EARLY_STEP = 10;
const HEAD_GROWTH_LIMIT = 1.05;
/** The model takes seconds. In this time at least, what a run keeps while the service thinks is kept. */
const SERVICE_MS = 25;
const PROMPT = 'Click the button again and again';

/** What the run adds to each step, from the service's answer to the next request as the service sees them. */
export const stepOverhead: Part = {
  title: `Each of ${STEPS} steps that click on a quiet page: from the service's answer to the next request, seen by the service`,
  async measure(bench) {
    await using page = await startQuietPage();
    const steps = [...Array.from({ length: STEPS }, () => clickAndLook), [{ name: 'return', input: [] }]];
    await using cloud = await startCloud(bench, scriptPlanner({ [PROMPT]: steps }));
    cloud.emulator.queueFaults('InvokeActStep', ...steps.map(() => faults.delay(SERVICE_MS)));
    using watch = watchSteps(cloud.journalPath);
    const { status, events } = await cloud.run({
      startingPage: page.url,
      acts: [{ id: 'click', prompt: PROMPT, maxSteps: STEPS + 1 }],
    });
    if (status !== 'SUCCEEDED') throw new Error(`the scripted run of ${STEPS} steps is ${status}`);
    return [
      ...overheadFigures(watch, events),
      ...journalFigures(watch),
      {
        id: 'step.journalWrite',
        label: 'one journal write alone, on this disk (median)',
        value: await journalWriteMs(join(bench.directory, 'write.sqlite')),
        unit: 'ms',
      },
    ];
  },
};

function overheadFigures({ requests, answers }: StepWatch, events: readonly LogEvent[]): Figure[] {
  const overheads = requests.slice(1).map(({ at }, index) => at - (answers[index] ?? Number.NaN));
  const calls = (...names: string[]) =>
    events
      .flatMap((event) => (event.type === 'CallEnded' && names.includes(event.name) ? [event.durationMs] : []))
      .reduce((sum, duration) => sum + duration, 0) / STEPS;
  const [acting, settling, observing] = [calls('agentClick'), calls('waitForPageToSettle'), calls('takeObservation')];
  const between = events.flatMap((event) =>
    event.type === 'StepAsked' && event.step > 1 ? [event.sinceLastAnswerMs] : [],
  );
  const browser = acting + settling + observing;
  return [
    milliseconds('step.overhead.median', 'overhead (median)', median(overheads)),
    milliseconds('step.overhead.p95', 'overhead (95th percentile)', quantile(overheads, 0.95)),
    milliseconds('step.overhead.mean', 'overhead (mean), of which', mean(overheads)),
    milliseconds('step.action', '  browser: the click', acting),
    milliseconds('step.settle', '  browser: settling (mostly the silence it waits for)', settling),
    milliseconds('step.observe', '  browser: the observation', observing),
    milliseconds(
      'step.record',
      '  between the calls: journal (answered, done), events, screenshot',
      mean(between) - browser,
    ),
    milliseconds(
      'step.rest',
      '  the rest: journal (asking), request and answer on their way',
      mean(overheads) - mean(between),
    ),
    { id: 'step.browserShare', label: 'browser / overhead', value: browser / mean(overheads), unit: 'times' },
  ];
}

function journalFigures({ requests }: StepWatch): Figure[] {
  const writes = requests.slice(1).map(({ version }, index) => version - (requests[index]?.version ?? Number.NaN));
  const headBytes = (step: number) => requests[step - 1]?.headBytes ?? Number.NaN;
  return [
    { id: 'journal.writesPerStep', label: 'journal writes per step (median)', value: median(writes), unit: 'times' },
    { id: 'head.early', label: `head at step ${EARLY_STEP}`, value: headBytes(EARLY_STEP), unit: 'bytes' },
    { id: 'head.late', label: `head at step ${STEPS}`, value: headBytes(STEPS), unit: 'bytes' },
    {
      id: 'head.growth',
      label: `head at step ${STEPS} / at step ${EARLY_STEP}`,
      value: headBytes(STEPS) / headBytes(EARLY_STEP),
      unit: 'times',
      limit: HEAD_GROWTH_LIMIT,
    },
  ];
}
