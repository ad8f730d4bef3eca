import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

interface Context {
  getRemainingTimeInMillis(): number;
  [property: string]: unknown;
}

interface Command {
  do: keyof typeof commands;
  value?: string;
  count?: number;
}

class EffectUnknown extends Error {
  override readonly name = 'EffectUnknown';
}

let invocations = 0;

const never = () => new Promise<never>(() => {});

/** A child in its own process group that ends with the environment's exit hook, as a browser does. */
function startChild(): number {
  const child = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  return child.pid ?? 0;
}

const commands = {
  count: () => ({ pid: process.pid, invocations: ++invocations }),
  echo: ({ value }: Command) => value,
  nothing: () => undefined,
  somethingElse: () => never,
  context: (_: Command, context: Context) => ({ ...context, remainingMs: context.getRemainingTimeInMillis() }),
  environment: () => process.env,
  answerOf: ({ count = 0 }: Command) => 'a'.repeat(count),
  answerUnserializable: () => 1n,
  log: ({ value = '' }: Command) => {
    process.stdout.write(value.slice(0, 3));
    process.stdout.write(value.slice(3));
    process.stderr.write('an unended last line');
  },
  waitFor: async ({ value = '' }: Command) => {
    console.log(`waiting in ${process.pid}`);
    const { existsSync } = await import('node:fs');
    while (!existsSync(value)) await sleep(5);
    return process.pid;
  },
  throwError: () => {
    throw new EffectUnknown('the click may have happened');
  },
  rejectWithText: () => Promise.reject('no error at all'),
  throwLater: () => {
    setImmediate(() => {
      throw new EffectUnknown('nobody caught it');
    });
    return never();
  },
  rejectUnheard: () => {
    void Promise.reject(new EffectUnknown('nobody heard it'));
    return never();
  },
  exit: ({ count }: Command) => process.exit(count),
  exhaustMemory: () => {
    const kept: string[][] = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => `${index} of ${kept.length}`));
  },
  startChildAndHang: () => {
    console.log(JSON.stringify([process.pid, startChild()]));
    return never();
  },
  startChild: () => [process.pid, startChild()],
  spin: () => {
    console.log(`spinning in ${process.pid}`);
    for (;;);
  },
};

export const handler = (command: Command, context: Context): unknown => commands[command.do](command, context);
