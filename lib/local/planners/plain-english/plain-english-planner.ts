import type { PlannedCall, Planner, PlanRequest } from '../../emulator/planner.ts';
import { CannotDo, NotReady, NotSeen } from './cannot-do.ts';
import { answerNotSeen, findAnswer } from './find-answer.ts';
import type { Imperative } from './imperative.ts';
import { nextLook, nextScrollTo } from './look-around.ts';
import { planImperative } from './plan-imperative.ts';
import { mark, progressOf, type Look } from './progress.ts';
import { readPage } from './read-page.ts';
import { readTask, type Task } from './read-task.ts';
import type { Page } from './visible-box.ts';

/**
 * Stands in for the model: reads short imperative English (docs/plain-english.md) and finds what it names in the
 * simplified DOM. The same request always gives the same calls, and what it cannot do it says with `throw`.
 */
export const plainEnglishPlanner: Planner = {
  name: 'plain-English planner (not the Nova Act model)',
  nextCalls: (request) => {
    try {
      return nextCalls(request);
    } catch (error) {
      // Whatever goes wrong here is one act's failure, not the emulator's.
      return failure(error instanceof CannotDo ? error.message : `The plain-English planner failed: ${String(error)}`);
    }
  },
};

function nextCalls({ task: text, steps, observation }: PlanRequest): readonly PlannedCall[] {
  const redirect = steps.at(-1)?.results.find((result) => result.text.startsWith('AgentRedirectError: '));
  if (redirect) throw new CannotDo(redirect.text);
  const task = readTask(text);
  const page: Page = { observation, root: readPage(observation.simplifiedDOM) };
  const total = task.sentences.length;
  const { done, looks } = progressOf(steps);
  for (const [at, { imperative, words }] of task.sentences.entries()) {
    if (at < done) continue;
    const calls = planOne(page, task, imperative, {
      steps,
      looks: at === done ? looks : [],
      mark: (look) => `${mark(at + 1, total, look)} ${look ? `To “${words}”, ${LOOKING[look]}.` : ''}`,
    });
    if (calls) return calls;
  }
  return [think('All is done.'), { name: 'return', input: [] }];
}

interface Standing {
  readonly steps: PlanRequest['steps'];
  readonly looks: readonly Look[];
  readonly mark: (look?: Look) => string;
}

const LOOKING: Readonly<Record<Look, string>> = {
  down: 'look further down',
  up: 'look further up',
  wait: 'wait for the page to show more',
};

/** The step for one imperative; `undefined` when nothing is left to do for it. */
function planOne(page: Page, task: Task, imperative: Imperative, standing: Standing): PlannedCall[] | undefined {
  if (imperative.kind === 'scrollToEnd') {
    const next = nextScrollTo(imperative.direction, page, standing.looks);
    return next && step(standing.mark(next.look), next.call);
  }
  try {
    if (imperative.kind === 'return') return answer(findAnswer(page, imperative.question, task.schema), standing);
    const deed = planImperative(page, imperative, standing.steps);
    return deed && step(`${standing.mark()}${deed.words}.`, deed.call);
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error;
    const next = nextLook(page, standing.looks, error instanceof NotReady);
    if (next) return step(standing.mark(next.look), next.call);
    const text = imperative.kind === 'return' ? answerNotSeen(page, imperative.question, task.schema) : undefined;
    if (text !== undefined) return answer(text, standing);
    throw new CannotDo(page.root.children.length > 0 ? error.message : `${error.message} ${NO_DOM}`);
  }
}

const NO_DOM =
  'The observation holds no page text: the page is blank, or the session does not send the simplified DOM.';

function step(thought: string, call: PlannedCall): PlannedCall[] {
  return [think(thought), call, { name: 'waitForPageToSettle', input: [] }, { name: 'takeObservation', input: [] }];
}

function answer(text: string, { mark: marked }: Standing): PlannedCall[] {
  return [
    think(`${marked()}Return ${text.length > 200 ? `${text.slice(0, 199)}…` : text}`),
    { name: 'return', input: [text] },
  ];
}

function failure(message: string): PlannedCall[] {
  return [think('This cannot be done as it is said.'), { name: 'throw', input: [message.slice(0, 2000)] }];
}

function think(text: string): PlannedCall {
  return { name: 'think', input: [text] };
}
