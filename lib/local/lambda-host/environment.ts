import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { on, once } from 'node:events';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { isRunning, killGroup, killTree } from '../processes.ts';
import { startEnvironmentProcess } from './environment-process.ts';
import { type FunctionDefinition, functionArn } from './function-definition.ts';
import { type InvocationResult, invocationResult, type Reply } from './invocation-result.ts';
import type { EnvironmentMessage, Invocation } from './messages.ts';
import type { EnvironmentEnd, ErrorNames } from './platform-errors.ts';
import { eachLine } from './whole-lines.ts';

// V8's last words. It aborts then, which by itself looks like any other crash.
const heapExhausted = 'JavaScript heap out of memory';

// Lambda's limit for the import of a bundle, apart from the function's own time limit.
const initSeconds = 10;

// How long pipes may stay open, and killed processes may linger in the kernel, before they are no longer waited for.
const lingerMs = 2_000;

/**
 * One function environment: a process of its own that serves one invocation at a time and keeps its state in between.
 * Unlike Lambda's it is not frozen between invocations, since a frozen process would not notice that its host is gone.
 */
export class Environment {
  readonly #definition: FunctionDefinition;
  readonly #errorNames: ErrorNames;
  readonly #process: ChildProcess;
  readonly #messages: AsyncIterator<EnvironmentMessage[], undefined>;
  readonly #ended: Promise<EnvironmentEnd>;
  readonly #logStreamName: string;
  #ready = false;
  readonly #killed: number[] = [];
  #heapExhausted = false;
  #usable = true;

  constructor(definition: FunctionDefinition, errorNames: ErrorNames, onLogLine: (line: string) => void) {
    this.#definition = definition;
    this.#errorNames = errorNames;
    this.#logStreamName = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`;
    this.#process = startEnvironmentProcess(definition);
    this.#messages = on(this.#process, 'message');
    this.#ended = this.#end();
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream) eachLine(stream, (line) => this.#log(line, onLogLine));
    }
  }

  get functionName(): string {
    return this.#definition.name;
  }

  /** False as soon as the process has ended or is about to; it must not be invoked then. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Settles, and never rejects, when the process has ended and its group with it. */
  get ended(): Promise<unknown> {
    return this.#ended;
  }

  /** Hands over an event as JSON text. Never rejects: whatever goes wrong is a result. */
  async invoke(event: string): Promise<InvocationResult> {
    const requestId = randomUUID();
    const first: Reply = this.#ready ? { type: 'ready' } : await this.#reply(initSeconds);
    if (first.type !== 'ready') return invocationResult(first, requestId, this.#errorNames);
    this.#ready = true;
    // A failure to send means that the process has ended, which the reply tells better.
    this.#process.send(this.#invocation(event, requestId), () => {});
    const reply = await this.#reply(this.#definition.timeoutSeconds);
    return invocationResult(reply, requestId, this.#errorNames);
  }

  /** Ends the process and all below it at once; synchronous and idempotent. {@link stop} also waits. */
  kill(): void {
    this.#usable = false;
    const { pid, exitCode, signalCode } = this.#process;
    if (pid !== undefined && exitCode === null && signalCode === null) this.#killed.push(...killTree(pid));
  }

  /** Kills, and waits until nothing of it runs any more. */
  async stop(): Promise<void> {
    this.kill();
    await this.#ended;
    const patience = performance.now() + lingerMs;
    while (this.#killed.some(isRunning) && performance.now() < patience) await sleep(5);
  }

  #invocation(event: string, requestId: string): Invocation {
    const { name, timeoutSeconds, memoryMegabytes } = this.#definition;
    return {
      requestId,
      event,
      deadline: Date.now() + timeoutSeconds * 1000,
      functionName: name,
      functionArn: functionArn(name),
      memoryMegabytes,
      logStreamName: this.#logStreamName,
    };
  }

  /** The next message, or the end of the process; after a time-out nothing of it is left. */
  async #reply(timeoutSeconds: number): Promise<Reply> {
    const settled = new AbortController();
    const reply = await Promise.race<Reply>([
      // Rejects only when the process could not be started.
      this.#messages.next().then<Reply, Reply>(
        ({ value }) => value?.[0] ?? this.#ended,
        () => this.#ended,
      ),
      this.#ended,
      sleep(timeoutSeconds * 1000, { type: 'timedOut', timeoutSeconds }, { signal: settled.signal }),
    ]);
    settled.abort();
    if (reply.type === 'timedOut') await this.stop();
    if (reply.type === 'failed' && reply.fatal) this.#usable = false;
    // What the handler wrote was in the pipe before its answer: this lets it be read first.
    await setImmediate();
    return reply;
  }

  async #end(): Promise<EnvironmentEnd> {
    // By then its last message and its last line have arrived.
    const closed = Promise.allSettled([once(this.#process, 'close'), once(this.#process, 'disconnect')]);
    // Rejects when the process could not be started at all.
    const [code, signal] = await once(this.#process, 'exit').catch(() => [1, null]);
    this.#usable = false;
    const { pid } = this.#process;
    // Members of the group that outlived their leader. Whatever left the group dies of its closed pipe.
    if (pid !== undefined) killGroup(pid);
    await Promise.race([closed, sleep(lingerMs, undefined, { ref: false })]);
    return this.#heapExhausted ? { type: 'outOfMemory' } : { type: 'exited', code, signal };
  }

  #log(line: string, onLogLine: (line: string) => void): void {
    this.#heapExhausted ||= line.startsWith('FATAL ERROR:') && line.includes(heapExhausted);
    onLogLine(line);
  }
}
