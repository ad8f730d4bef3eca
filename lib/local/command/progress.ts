import type { LogEvent } from '../../run/log-event.ts';
import { CallStory } from './describe-calls.ts';
import { describeEvent, plain, seconds } from './describe-event.ts';

const REDRAW_MS = 100;
/** Columns of the time before each line. */
const TIME_WIDTH = 8;

/** What is told goes there: standard error, as a rule. */
interface Stream {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): unknown;
}

/**
 * Tells a person how a run goes: a line per event with the time since the start, and on a terminal a last line that
 * counts on while something is waited for.
 */
export class Progress implements Disposable {
  readonly #stream: Stream;
  readonly #startedAt = performance.now();
  readonly #begunAt: number | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #calls: CallStory | undefined;
  #waitingFor = '';
  #waitingSince = performance.now();

  /**
   * @param verbose - whether each call is told, and where the time of each step went
   * @param begunAt - of a run of elsewhere, whose events are told later than they happened. Default: it begins now
   */
  constructor(stream: Stream, { verbose, begunAt }: { verbose: boolean; begunAt?: Date }) {
    this.#stream = stream;
    this.#begunAt = begunAt?.getTime();
    this.#calls = verbose ? new CallStory() : undefined;
    if (stream.isTTY) this.#timer = setInterval(() => this.#redraw(), REDRAW_MS).unref();
  }

  event(event: LogEvent): void {
    for (const text of this.#texts(event)) this.#line(plain(text, this.#room()), this.#elapsed(Date.parse(event.at)));
    this.#waitFor(event.type === 'StepAsked' ? 'the service' : event.type === 'RunEnded' ? '' : 'the browser');
  }

  line(text: string): void {
    this.#line(plain(text, Infinity), this.#elapsed(Date.now()));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#waitFor('');
    this.#clear();
  }

  #line(text: string, elapsedMs: number): void {
    this.#clear();
    this.#stream.write(`${seconds(elapsedMs).padStart(TIME_WIDTH)}  ${text}\n`);
  }

  #elapsed(at: number): number {
    return this.#begunAt === undefined ? performance.now() - this.#startedAt : Math.max(0, at - this.#begunAt);
  }

  #texts(event: LogEvent): string[] {
    const calls = this.#calls?.tell(event) ?? [];
    // A call that failed is told once.
    const own = this.#calls !== undefined && event.type === 'CallEnded' ? undefined : describeEvent(event);
    return own === undefined ? calls : [...calls, own];
  }

  /** Characters that fit into one line of the terminal; a file takes what there is. */
  #room(): number {
    const { isTTY, columns } = this.#stream;
    const room = columns - TIME_WIDTH - 2;
    // A terminal that nobody has told its size says 0.
    return isTTY && room > 0 ? room : Infinity;
  }

  #waitFor(what: string): void {
    this.#waitingFor = what;
    this.#waitingSince = performance.now();
  }

  #redraw(): void {
    if (this.#waitingFor === '') return;
    this.#clear();
    const text = `${' '.repeat(TIME_WIDTH + 2)}… ${this.#waitingFor}, ${seconds(performance.now() - this.#waitingSince)}`;
    // A line that wraps is not taken back as a whole.
    this.#stream.write(text.slice(0, TIME_WIDTH + 2 + this.#room()));
  }

  #clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[2K');
  }
}
