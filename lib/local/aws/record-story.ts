import type { LogEvent } from '../../run/log-event.ts';
import type { Artifacts } from '../../run/ports.ts';
import { type RecordPosition, unreadEvents } from '../../run/recorder.ts';
import { AwsProblem } from './aws-problem.ts';
import type { RunRecord } from './run-record.ts';

/** Who hears of an execution. */
export interface Listener {
  event(event: LogEvent): void;
  line(text: string): void;
}

/** Tells the events of a run's record as it grows, each once; where they cannot be read, why. */
export class RecordStory {
  /** Those told so far. */
  readonly events: LogEvent[] = [];
  readonly #tell: Listener;
  #artifacts: Artifacts | undefined;
  #position: RecordPosition | undefined;

  constructor(record: RunRecord, tell: Listener) {
    this.#tell = tell;
    if ('artifacts' in record) this.#artifacts = record.artifacts;
    else this.#giveUp(record.unread);
  }

  /** Where the record is; undefined when it cannot be read. */
  get artifacts(): Artifacts | undefined {
    return this.#artifacts;
  }

  /**
   * Tells the events that are new.
   *
   * @param isPatient - whether it is asked again after what may pass, which is thrown then
   * @throws AwsProblem
   */
  async tellNew(isPatient: boolean): Promise<void> {
    if (this.#artifacts === undefined) return;
    try {
      for await (const { event, chunk, number } of unreadEvents(this.#artifacts, this.#position)) {
        if (event === undefined)
          return this.#giveUp(`they are not what a run writes (line ${number} of ${this.#artifacts.location(chunk)})`);
        this.#position = { chunk, events: number };
        this.events.push(event);
        this.#tell.event(event);
      }
    } catch (error) {
      if (!(error instanceof AwsProblem) || (error.mayPass && isPatient)) throw error;
      this.#giveUp(`${error.message}. ${error.advice}`);
    }
  }

  #giveUp(why: string): void {
    this.#artifacts = undefined;
    this.#tell.line(`its events cannot be read, so only the status of the execution is told: ${why}`);
  }
}
