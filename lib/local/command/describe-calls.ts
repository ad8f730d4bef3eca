import type { Call } from '../../act/step.ts';
import type { LogEvent } from '../../run/log-event.ts';
import { spentTime, type SpentTime } from '../../run/run-figures.ts';
import { plain, seconds } from './describe-event.ts';

/** Characters of a call's arguments, and of its result. */
const SHOWN_CHARACTERS = 60;

const KINDS: readonly (readonly [name: string, key: keyof SpentTime])[] = [
  ['model', 'modelMs'],
  ['browser', 'browserMs'],
  ['settle', 'settleMs'],
  ['tools', 'toolMs'],
  ['throttled', 'throttledMs'],
  ['overhead', 'overheadMs'],
];

/**
 * What `--verbose` tells beside the steps: each call with its arguments, how long it took and what it gave, if anything,
 * and for each step where its time went, from its request to the next one.
 */
export class CallStory {
  #calls = new Map<string, Call>();
  #ofStep: LogEvent[] = [];
  #step = 0;
  #stepSince: number | undefined;

  /** Lines that come before the event's own, and lines in its place or after it. */
  tell(event: LogEvent): string[] {
    const before = this.#isBoundary(event) ? this.#stepEnded(event) : [];
    if (event.type === 'ActStarted') this.#begin(event, 1);
    else this.#ofStep.push(event);
    if (event.type === 'StepAnswered') {
      this.#step = event.step;
      this.#calls = new Map(event.calls.map((call) => [call.callId, call]));
    }
    return event.type === 'CallEnded' ? [...before, this.#callText(event)] : before;
  }

  /** What was observed outside of calls before the first step belongs to it, later on to the step before. */
  #isBoundary(event: LogEvent): boolean {
    return event.type === 'ActEnded' || (event.type === 'StepAsked' && event.step > 1);
  }

  #begin(event: LogEvent, step: number): void {
    this.#step = step;
    this.#stepSince = Date.parse(event.at);
    this.#ofStep = [];
  }

  #stepEnded(event: LogEvent): string[] {
    const since = this.#stepSince;
    if (since === undefined) return [];
    const spent = spentTime([...this.#ofStep, event], Date.parse(event.at) - since);
    const parts = KINDS.filter(([, key]) => spent[key] > 0).map(([name, key]) => `${name} ${seconds(spent[key])}`);
    const line = `    time of step ${this.#step}: ${parts.join(', ')}`;
    this.#begin(event, this.#step);
    if (event.type === 'ActEnded') this.#stepSince = undefined;
    return [line];
  }

  #callText({ callId, name, durationMs, result, error }: Extract<LogEvent, { type: 'CallEnded' }>): string {
    const input = this.#calls.get(callId)?.input;
    const given = input === undefined ? '' : ` ${plain(JSON.stringify(input), SHOWN_CHARACTERS)}`;
    const gave = error
      ? ` → ${error.name}: ${plain(error.message, SHOWN_CHARACTERS)}`
      : result === null
        ? ''
        : ` → ${plain(JSON.stringify(result), SHOWN_CHARACTERS)}`;
    return `    ${plain(name)}${given} (${seconds(durationMs)})${gave}`;
  }
}
