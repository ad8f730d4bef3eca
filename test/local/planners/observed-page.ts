import type { PlanRequest, PlannedCall } from '../../../lib/local/emulator/planner.ts';
import { plainEnglishPlanner } from '../../../lib/local/planners/plain-english/plain-english-planner.ts';
import type { Observation } from '../../../lib/act/observation.ts';

/** How the page lies in the window; the window is 1600×800. */
export interface Lie {
  readonly scrollTop?: number;
  readonly scrollHeight?: number;
}

/**
 * An observation of this markup. Each element without an id gets the next number, and each its own box: the one with
 * id n is 4 pixels high at 5n.
 */
export function observed(markup: string, { scrollTop = 0, scrollHeight = 800 }: Lie = {}): Observation {
  let id = 0;
  const idToBboxMap: Record<string, { x: number; y: number; width: number; height: number }> = {};
  const simplifiedDOM = markup.replace(/<([a-z]\w*)(?![^>]*nova-act-id)(?![^>]*currently-obscured)/g, (start) => {
    id += 1;
    idToBboxMap[id] = { x: 10, y: 5 * id, width: 100, height: 4 };
    return `${start} nova-act-id='${id}'`;
  });
  return {
    activeURL: 'https://cottages.example/stay',
    browserDimensions: {
      windowWidth: 1600,
      windowHeight: 800,
      scrollHeight,
      scrollWidth: 1600,
      scrollLeft: 0,
      scrollTop,
    },
    idToBboxMap,
    screenshotBase64: '',
    simplifiedDOM,
    timestamp_ms: 0,
    userAgent: 'test',
  };
}

/** The box that {@link observed} gives the element with this id. */
export function boxOfId(id: number): string {
  return `<box>${5 * id},10,${5 * id + 4},110</box>`;
}

/** What the planner answers for a task on this page. */
export async function planned(
  task: string,
  observation: Observation,
  steps: PlanRequest['steps'] = [],
): Promise<readonly PlannedCall[]> {
  return plainEnglishPlanner.nextCalls({ task, toolSpecs: [], steps, observation });
}

/** The call of a step that is neither a thought nor part of observing. */
export function deedOf(calls: readonly PlannedCall[]): PlannedCall | undefined {
  return calls.find(({ name }) => !['think', 'waitForPageToSettle', 'takeObservation'].includes(name));
}

/** The calls as the emulator keeps them, answered with these texts (`null` where none is given). */
export function asStep(
  calls: readonly PlannedCall[],
  texts: Readonly<Record<string, string>> = {},
): PlanRequest['steps'][number] {
  const numbered = calls.map((call, at) => ({ ...call, callId: `c${at}` }));
  return {
    stepId: 's',
    calls: numbered,
    results: numbered.map(({ callId, name }) => ({ callId, text: texts[name] ?? 'null' })),
  };
}

/** Plans and performs on the pages one after the other until the act ends; the deeds of all steps after `before`. */
export async function played(
  task: string,
  pages: readonly Observation[],
  before: PlanRequest['steps'] = [],
): Promise<string[]> {
  const steps = [...before];
  const deeds: string[] = [];
  for (const [at] of Array.from({ length: 100 }).entries()) {
    const page = pages[Math.min(at, pages.length - 1)];
    if (!page) break;
    const calls = await planned(task, page, steps);
    const deed = deedOf(calls);
    deeds.push(`${deed?.name} ${JSON.stringify(deed?.input)}`);
    if (deed?.name === 'return' || deed?.name === 'throw') break;
    steps.push(asStep(calls));
  }
  return deeds;
}
