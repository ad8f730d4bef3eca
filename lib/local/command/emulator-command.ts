import { once } from 'node:events';
import { InvalidInput } from '../../run/errors.ts';
import { DURATIONS_ALLOWED, readDuration } from '../emulator/duration.ts';
import { startEmulator } from '../emulator/emulator.ts';
import type { AnsweredRequest, Emulator, EmulatorOptions } from '../emulator/emulator.ts';
import { readFaultOrder } from '../emulator/fault-order.ts';
import { definitionKinds } from '../emulator/operation.ts';
import { quotaKinds } from '../emulator/quotas.ts';
import { plainEnglishPlanner } from '../planners/plain-english/plain-english-planner.ts';
import { parseScript, scriptPlanner } from '../planners/script-planner.ts';
import { readWorkflowFile } from './read-workflow-file.ts';
import { readRepeatedStep } from './repeated-step.ts';

/** The options as they were given. */
export interface EmulatorCommand {
  readonly port: string | undefined;
  /** A script, instead of the plain-English planner. */
  readonly script: string | undefined;
  readonly repeatedStep: string | undefined;
  readonly definitions: string | undefined;
  readonly quotas: string | undefined;
  readonly stepLatency: string | undefined;
  /** What goes wrong, in this order. */
  readonly faults: readonly string[];
  /** Ends the emulator. */
  readonly signal: AbortSignal;
}

const DEFAULT_PORT = '8765';

/** Longer than any operation's name. */
const NAME_WIDTH = 26;

/**
 * Serves the emulator until the signal.
 *
 * @param tell - gets each line of what happens
 * @throws InvalidInput before it listens
 */
export async function emulatorCommand(command: EmulatorCommand, tell: (line: string) => void): Promise<void> {
  const faults = command.faults.map((text) => named('--fault', () => readFaultOrder(text)));
  const { script } = command;
  const planner = script === undefined ? plainEnglishPlanner : scriptPlanner(parseScript(readWorkflowFile(script)));
  await using emulator = await listening({
    planner,
    port: readPort(command.port ?? DEFAULT_PORT),
    repeatedStep: readRepeatedStep(command.repeatedStep, true),
    definitions: readChoice('--definitions', definitionKinds, command.definitions),
    quotas: readChoice('--quotas', quotaKinds, command.quotas),
    stepLatencyMs: readLatency(command.stepLatency),
    onAnswered: (answered) => tell(describe(answered)),
    forgetful: true,
  });
  for (const { operation, fault } of faults) emulator.queueFaults(operation, fault);
  tell(`Nova Act emulator on ${emulator.url}, for any AWS credentials
  planner   ${planner.name}
  AWS API   AWS_ENDPOINT_URL_NOVA_ACT=${emulator.url}
  API key   clientConfig: { endpoint: '${emulator.url}' }, for any key of 36 characters
  faults    ${faults.length} waiting; GET, PUT, DELETE ${emulator.url}/emulator/faults
  end       Ctrl-C
`);
  if (!command.signal.aborted) await once(command.signal, 'abort');
}

function describe({ operation = '(no operation)', status, milliseconds }: AnsweredRequest): string {
  const time = new Date().toTimeString().slice(0, 8);
  return `${time}  ${operation.padEnd(NAME_WIDTH)}${String(status).padEnd(7)}${`${Math.round(milliseconds)} ms`.padStart(9)}`;
}

async function listening(options: EmulatorOptions): Promise<Emulator> {
  try {
    return await startEmulator(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EADDRINUSE' ? 'in use' : 'not for this user';
    throw new InvalidInput([`--port: ${options.port} is ${why}, allowed: a free one, or 0 for any that is free`]);
  }
}

function readPort(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : NaN;
  if (port <= 65_535) return port;
  throw new InvalidInput([`--port: got '${given}', allowed: 0 to 65535`]);
}

function readLatency(given: string | undefined): number | undefined {
  const read = given === undefined ? undefined : readDuration(given);
  if (given === undefined || read !== undefined) return read;
  throw new InvalidInput([`--step-latency: got '${given}', allowed: ${DURATIONS_ALLOWED}`]);
}

function readChoice<Choice extends string>(
  option: string,
  choices: readonly Choice[],
  given: string | undefined,
): Choice | undefined {
  const read = choices.find((choice) => choice === given);
  if (given === undefined || read !== undefined) return read;
  throw new InvalidInput([`${option}: got '${given}', allowed: ${choices.join(', ')}`]);
}

/** Tells a refusal with the option that it is about. */
function named<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidInput([`${option}: ${error.message}`]);
    throw error;
  }
}
