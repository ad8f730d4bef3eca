import type { PlannedCall, Planner, PlanRequest } from '../../emulator/planner.ts';
import { CannotDo, Covered, NotReady, NotSeen, someOf } from './cannot-do.ts';
import { answerNotSeen, findAnswer } from './find-answer.ts';
import type { Imperative } from './imperative.ts';
import { nextLook, nextScrollTo } from './look-around.ts';
import { redirectOf } from './loss.ts';
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

function nextCalls({ task: text, steps, observation, toolSpecs }: PlanRequest): readonly PlannedCall[] {
  const redirect = redirectOf(steps.at(-1));
  if (redirect !== undefined) throw new CannotDo(redirect);
  const task = readTask(text);
  refuseUnknownTools(task, toolSpecs);
  const page: Page = { observation, root: readPage(observation.simplifiedDOM) };
  const total = task.sentences.length;
  const { done, looks, doubt } = progressOf(steps);
  for (const [at, { imperative, words }] of task.sentences.entries()) {
    if (at < done) continue;
    const calls = planOne(page, task, imperative, {
      steps,
      looks: at === done ? looks : [],
      doubt: at === done ? doubt : undefined,
      mark: (look) => `${mark(at + 1, total, look)} ${look ? `To “${words}”, ${LOOKING[look]}.` : ''}`,
    });
    if (calls) return calls;
  }
  return [think('All is done.'), { name: 'return', input: [] }];
}

/** Before anything is done, so that nothing is done in vain. */
function refuseUnknownTools({ sentences }: Task, toolSpecs: PlanRequest['toolSpecs']): void {
  const names = toolSpecs.map(({ name }) => name);
  for (const { imperative } of sentences)
    if (imperative.kind === 'tool' && !names.includes(imperative.name))
      throw new CannotDo(`There is no tool “${imperative.name}”; the tools that can be called: ${someOf(names)}.`);
}

interface Standing {
  readonly steps: PlanRequest['steps'];
  readonly looks: readonly Look[];
  /** What was thought when it was begun, where it may be done already and the page was reloaded since. */
  readonly doubt: string | undefined;
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
    if (imperative.kind === 'return')
      return answer(findAnswer(page, imperative.question, task.schema, standing.steps), standing);
    if (imperative.kind === 'tool' && standing.doubt !== undefined)
      throw new CannotDo(`The tool ${imperative.name} may have been called already, and its result was lost.`);
    const deed = planImperative(page, imperative, standing.steps);
    const thought = `${standing.mark()}${deed?.words}.`;
    // What only resembles the thing that was clicked is not that thing.
    if (imperative.kind === 'click' && standing.doubt !== undefined && standing.doubt !== thought)
      throw new NotSeen('What was clicked is not in view any more.');
    return deed && step(thought, deed.call);
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error;
    const next = nextLook(page, standing.looks, error instanceof NotReady);
    if (next) return step(standing.mark(next.look), next.call);
    const text = imperative.kind === 'return' ? answerNotSeen(page, imperative.question, task.schema) : undefined;
    if (text !== undefined) return answer(text, standing);
    if (standing.doubt !== undefined && isGone(page, error)) return undefined;
    throw new CannotDo(page.root.children.length > 0 ? error.message : `${error.message} ${NO_DOM}`);
  }
}

/** Then what may have been done to it was done. A thing that is there but cannot be used says nothing of the kind. */
function isGone(page: Page, error: NotSeen): boolean {
  return page.root.children.length > 0 && !(error instanceof NotReady || error instanceof Covered);
}

const NO_DOM =
  'The observation holds no page text: the page is blank, or the session does not send the simplified DOM. It does with ' +
  '"replayable": true in the workflow\'s file, and with NOVA_ACT_REPLAYABLE=true or the option replayable in a program.';

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
