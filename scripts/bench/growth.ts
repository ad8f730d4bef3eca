import { faults } from '../../lib/local/emulator/fault.ts';
import { scriptPlanner } from '../../lib/local/planners/script-planner.ts';
import { startCloud } from './cloud-with-service.ts';
import { directoryBytes } from '../../lib/deploy/package-size.ts';
import { median, type Figure, type Part } from './figures.ts';
import { clickAndLook, startQuietPage } from './quiet-page.ts';
import { watchSteps, type StepWatch } from './step-watch.ts';

const ACTS = 8;
const STEPS_PER_ACT = 125;
const STEPS = ACTS * STEPS_PER_ACT;
/** Steps that are compared: the first so many, after the first act, and the last so many. */
const COMPARED = 2 * STEPS_PER_ACT;
const GROWTH_LIMIT = 1.05;
const SERVICE_MS = 10;
const PROMPT = 'Click the button again and again';

/** Whether a step costs more the longer a run gets. */
export const growth: Part = {
  title: `A run of ${STEPS} steps in ${ACTS} acts: what a step costs among the last ${COMPARED} / among the first`,
  async measure(bench) {
    await using page = await startQuietPage();
    const steps = [...Array.from({ length: STEPS_PER_ACT - 1 }, () => clickAndLook), [{ name: 'return', input: [] }]];
    await using cloud = await startCloud(bench, scriptPlanner({ [PROMPT]: steps }));
    cloud.emulator.queueFaults('InvokeActStep', ...Array.from({ length: STEPS }, () => faults.delay(SERVICE_MS)));
    const kept: number[] = [];
    using watch = watchSteps(cloud.journalPath, (number) => {
      if ([1, COMPARED, STEPS - COMPARED, STEPS].includes(number)) kept.push(directoryBytes(cloud.directory));
    });
    const acts = Array.from({ length: ACTS }, () => ({ prompt: PROMPT, maxSteps: STEPS_PER_ACT }));
    const { status } = await cloud.run({ startingPage: page.url, acts });
    if (status !== 'SUCCEEDED') throw new Error(`the scripted run of ${STEPS} steps is ${status}`);
    const [atStart = Number.NaN, afterFirst = Number.NaN, beforeLast = Number.NaN, atEnd = Number.NaN] = kept;
    return [
      ...growthFigures(watch),
      ratio('growth.artifacts', 'bytes kept among the artifacts per step', atEnd - beforeLast, afterFirst - atStart),
    ];
  },
};

function growthFigures({ requests, answers }: StepWatch): Figure[] {
  const overheads = requests.slice(1).map(({ at }, index) => at - (answers[index] ?? Number.NaN));
  const writes = requests.slice(1).map(({ version }, index) => version - (requests[index]?.version ?? Number.NaN));
  const heads = requests.map(({ headBytes }) => headBytes);
  return [
    compared('growth.head', "bytes of the journal's head (median)", heads),
    compared('growth.writes', 'journal writes per step (median)', writes),
    compared('growth.overhead', 'overhead per step (median)', overheads),
  ];
}

function compared(id: string, label: string, values: readonly number[]): Figure {
  return ratio(id, label, median(values.slice(-COMPARED)), median(values.slice(0, COMPARED)));
}

function ratio(id: string, label: string, late: number, early: number): Figure {
  return { id, label, value: late / early, unit: 'times', limit: GROWTH_LIMIT };
}
