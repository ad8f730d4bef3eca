import { Logger } from '@aws-lambda-powertools/logger';
import type { LogEvent } from '../../lib/run/log-event.ts';
import type { Storage } from './configuration.ts';
import { eventFields } from './event-fields.ts';

type Invoked = Parameters<Logger['addContext']>[0];

/** What a line belongs to; undefined where it is not known, or not one run's. */
interface Belonging {
  readonly execution: string | undefined;
  readonly workflowRunId?: string | undefined;
  readonly act?: string | undefined;
}

/**
 * A function's own log, for finding faults: JSON lines that name execution, run and act, and Lambda's request. At INFO it
 * holds nothing of what was read, typed, asked or answered: on AWS it has other readers than the run's.
 */
export class FunctionLog {
  readonly #logger = new Logger({ serviceName: 'nova-act-serverless', logLevel: 'INFO' });

  /** From here on the lines belong to this invocation. */
  begin(context: Invoked, belonging: Belonging): void {
    this.#logger.addContext(context);
    this.#belongTo(belonging);
  }

  /** A run's event; whole on one machine, where the command line shows it. Later lines belong to the same act. */
  event(event: LogEvent, where: Storage['kind']): void {
    const { execution, workflowRunId, act } = event;
    this.#belongTo({ execution, workflowRunId, act });
    // oxlint-disable-next-line no-console -- a function's log is its standard output
    if (where === 'local') console.log(JSON.stringify(event));
    else this.#logger.info(event.type, { ...eventFields(event) });
  }

  warn(message: string): void {
    this.#logger.warn(message);
  }

  /** Without the message: it may quote the input or a page. */
  error({ name, stack = '' }: Error): void {
    const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
    this.#logger.error(name, { name, frames });
  }

  /** What an invocation did that is not one run's. */
  summary(type: string, fields: Readonly<Record<string, unknown>>): void {
    this.#belongTo({ execution: undefined });
    this.#logger.info(type, { type, ...fields });
  }

  #belongTo(belonging: Belonging): void {
    this.#logger.resetKeys();
    this.#logger.appendKeys(Object.fromEntries(Object.entries(belonging).filter(([, id]) => id !== undefined)));
  }
}
