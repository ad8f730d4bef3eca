/** What the run consists of, the state in which PerformSteps begins, and the small words about states. */
import {
  FRESH,
  LATE,
  NOT_BEHIND,
  OVER,
  type Age,
  type Ending,
  type Journal,
  type Left,
  type State,
  type Status,
} from './state.ts';

/** The effects of each step; the last step returns. A click reaches the site through the proxy, a tool at once. */
export const STEPS: readonly (readonly ('click' | 'tool')[])[] = [['click', 'tool'], ['click'], []];
export const LAST_STEP = STEPS.length;

export const NOTHING_DONE: Journal = {
  step: 0,
  again: false,
  calls: [],
  asked: 0,
  page: 0,
  saved: 0,
  named: 0,
  outcome: undefined,
  decided: undefined,
  closed: false,
};

export function beginning(left: Left): State {
  const environment = { slice: undefined, browser: undefined, late: undefined };
  const closer = { phase: 'idle', knows: undefined, base: NOT_BEHIND } as const;
  return {
    journal: NOTHING_DONE,
    holder: -1,
    age: OVER,
    environments: [environment, environment],
    closers: [
      { kind: 'finalize', ...closer },
      { kind: 'stop', ...closer },
    ],
    service: { step: 0, again: false, act: undefined, run: undefined },
    site: [],
    decidedFor: FRESH,
    lostInTheMiddle: false,
    left,
  };
}

export function callId({ step, again }: Pick<Journal, 'step' | 'again'>, index: number): string {
  return `${step}${again ? "'" : ''}.${index}`;
}

export function statusOf(ending: Ending): Status {
  return ending === 'Succeeded' ? 'SUCCEEDED' : 'FAILED';
}

export function older(age: Age): Age {
  return age === FRESH ? LATE : OVER;
}

/** An effect has begun, and the asking after it, with the checkpoint, is not journalled. */
export function isInTheMiddle({ calls, asked }: Journal): boolean {
  return calls.includes('begun') || (asked === 0 && calls.includes('done'));
}
