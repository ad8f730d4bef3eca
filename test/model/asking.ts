/** InvokeActStep: not idempotent, without a token, and its answer may be lost. */
import { STEPS } from './beginning.ts';
import { holds } from './rules.ts';
import type { CallState, Journal, Phase, State } from './state.ts';
import { afterFault, move, type Move, type Turn } from './turn.ts';
import { writes } from './writes.ts';

/** Looks at the page and writes, with what the browser holds, that the next step is being asked for. */
export function asking(turn: Turn): Move[] {
  const { slice, browser, protocol } = turn;
  if (!isSettled(turn)) return [];
  const { asked, page, step, saved } = slice.knows;
  const looking = { ...turn, browser: browser && { ...browser, seenFor: step + 1 } };
  if (!holds('askingFirst', protocol))
    return [move(looking, 'looks at the page', { slice: { ...slice, phase: 'ask' } })];
  const kept = holds('checkpointKept', protocol) ? page : saved;
  return writes(looking, 'writes asking', { asked: asked === 0 ? 1 : 2, saved: kept }, 'ask');
}

export function isSettled({ browser, protocol }: Turn): boolean {
  return browser?.underWay === undefined || !holds('settledFirst', protocol);
}

/**
 * A step that the service has taken before is answered by another step, by the same, or refused: nobody promised
 * anything.
 */
export function ask(turn: Turn): Move[] {
  const { slice, state } = turn;
  const { service, left } = state;
  const number = slice.knows.step + 1;
  const refused = () => writes(turn, 'is refused the answer and writes it', { outcome: 'StepAnswerLost' }, 'work');
  const answered = (label: string, phase: Phase, again: boolean) =>
    move(turn, label, { slice: { ...slice, phase } }, { service: { ...service, step: number, again } });
  if (service.step > number) return refused();
  if (service.step < number) {
    const taken = { ...state, service: { ...service, step: number, again: false } };
    return [
      answered(`gets step ${number}`, 'keepAnswer', false),
      ...(left.faults === 0 ? [] : [...lost(turn, state), ...lost(turn, taken)]),
    ];
  }
  return [
    answered(`gets step ${number} as before`, service.again ? 'keepSecondAnswer' : 'keepAnswer', service.again),
    ...(service.again ? [] : [answered(`gets another step ${number}`, 'keepSecondAnswer', true)]),
    ...refused(),
    ...(left.faults === 0 ? [] : lost(turn, state)),
  ];
}

/** Asked once more, and that is journalled. */
function lost(turn: Turn, state: State): Move[] {
  const after = { ...turn, state: afterFault(state) };
  const again =
    turn.slice.knows.asked < 2
      ? asking(after)
      : writes(after, 'gives up and writes it', { outcome: 'ServiceUnreachable' }, 'work');
  return again.map(({ label, next }) => ({ label: `${label}, since no answer came`, next }));
}

/** With the begin of the first effect, so that a step with one effect takes three writes. */
export function keepAnswer(turn: Turn, again: boolean): Move[] {
  const { slice, protocol } = turn;
  const step = slice.knows.step + 1;
  const first: CallState = holds('begunFirst', protocol) ? 'begun' : 'waiting';
  const calls = (STEPS[step - 1] ?? []).map((_, at) => (at === 0 ? first : 'waiting'));
  const change: Partial<Journal> = { step, again, calls, asked: 0 };
  return holds('answerFirst', protocol)
    ? writes(turn, `writes step ${step}`, change, 'work')
    : [
        move(turn, `keeps step ${step} in mind`, {
          slice: { ...slice, phase: 'work', knows: { ...slice.knows, ...change } },
        }),
      ];
}
