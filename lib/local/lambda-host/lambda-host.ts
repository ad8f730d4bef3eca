import type { JsonValue } from '../../act/json.ts';
import { Environment } from './environment.ts';
import { type FunctionDefinition, functionArn } from './function-definition.ts';
import type { InvocationResult } from './invocation-result.ts';
import { type ErrorNames, functionNotFound, payloadLimit, requestTooLarge } from './platform-errors.ts';

export interface LambdaHostOptions {
  functions: FunctionDefinition[];
  /** Gets each whole line that a function writes, to standard output or error. Default: lines are dropped. */
  onLogLine?: (functionName: string, line: string) => void;
  /** Default `current`. */
  errorNames?: ErrorNames;
}

/**
 * Runs Lambda functions on this machine. Each environment is a process of its own; an idle one is used again, the most
 * recently used first, and a second invocation at the same time gets a new one.
 *
 * No environment outlives its host: disposing the host or its process's exit kills them, and when the host dies
 * without a word they notice the closed channel and exit.
 */
export class LambdaHost implements AsyncDisposable {
  readonly #functions: Map<string, FunctionDefinition>;
  readonly #onLogLine: (functionName: string, line: string) => void;
  readonly #errorNames: ErrorNames;
  readonly #environments = new Set<Environment>();
  readonly #idle = new Map<string, Environment[]>();
  #disposed = false;

  constructor({ functions, onLogLine = () => {}, errorNames = 'current' }: LambdaHostOptions) {
    this.#functions = new Map(functions.map((definition) => [functionArn(definition.name), definition]));
    this.#onLogLine = onLogLine;
    this.#errorNames = errorNames;
    process.once('exit', this.#killAll);
  }

  functionArn(name: string): string {
    return functionArn(name);
  }

  /**
   * Invokes a function, given its name or its ARN, and waits for the answer. Whatever goes wrong in the function or in
   * its environment is a result, with the error type that Step Functions would see.
   * @throws Error after the host was disposed
   */
  async invoke(functionArnOrName: string, payload: JsonValue): Promise<InvocationResult> {
    if (this.#disposed) throw new Error('The Lambda host is disposed.');
    const arn = functionArnOrName.startsWith('arn:') ? functionArnOrName : functionArn(functionArnOrName);
    const definition = this.#functions.get(arn);
    if (!definition) return { ok: false, ...functionNotFound(arn) };
    const event = JSON.stringify(payload);
    if (Buffer.byteLength(event) > payloadLimit.request) return { ok: false, ...requestTooLarge() };

    const environment = this.#takeIdle(arn) ?? this.#start(definition);
    const result = await environment.invoke(event);
    this.#idle.set(arn, [...(this.#idle.get(arn) ?? []), environment]);
    return result;
  }

  /** Kills the environments of a function; what they were doing ends as `Runtime.ExitError`. */
  async stop(name: string): Promise<void> {
    const stopped = [...this.#environments].filter((environment) => environment.functionName === name);
    await Promise.all(stopped.map((environment) => environment.stop()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await Promise.all(Array.from(this.#environments, (environment) => environment.stop()));
    process.off('exit', this.#killAll);
  }

  #takeIdle(arn: string): Environment | undefined {
    const usable = (this.#idle.get(arn) ?? []).filter((environment) => environment.usable);
    const taken = usable.pop();
    this.#idle.set(arn, usable);
    return taken;
  }

  #start(definition: FunctionDefinition): Environment {
    const onLogLine = (line: string) => this.#onLogLine(definition.name, line);
    const environment = new Environment(definition, this.#errorNames, onLogLine);
    this.#environments.add(environment);
    void environment.ended.then(() => this.#environments.delete(environment));
    return environment;
  }

  readonly #killAll = (): void => {
    this.#environments.forEach((environment) => environment.kill());
  };
}
