import type { WriteStream } from 'node:tty';
import type { LogEvent } from '../../run/log-event.ts';
import { describeEvent, seconds } from './describe-event.ts';

const REDRAW_MS = 100;

/**
 * Tells a person how a run goes: a line per event with the time since the start, and on a terminal a last line that
 * counts on while something is waited for.
 */
export class Progress implements Disposable {
  readonly #stream: WriteStream;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;
  #waitingFor = '';
  #waitingSince = performance.now();

  constructor(stream: WriteStream) {
    this.#stream = stream;
    if (stream.isTTY) this.#timer = setInterval(() => this.#redraw(), REDRAW_MS).unref();
  }

  event(event: LogEvent): void {
    const text = describeEvent(event);
    if (text !== undefined) this.line(text);
    this.#waitFor(event.type === 'StepAsked' ? 'the service' : event.type === 'RunEnded' ? '' : 'the browser');
  }

  line(text: string): void {
    const elapsed = seconds(performance.now() - this.#startedAt).padStart(8);
    this.#clear();
    this.#stream.write(`${elapsed}  ${text}\n`);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#waitFor('');
    this.#clear();
  }

  #waitFor(what: string): void {
    this.#waitingFor = what;
    this.#waitingSince = performance.now();
  }

  #redraw(): void {
    if (this.#waitingFor === '') return;
    this.#clear();
    this.#stream.write(`          … ${this.#waitingFor}, ${seconds(performance.now() - this.#waitingSince)}`);
  }

  #clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[2K');
  }
}
