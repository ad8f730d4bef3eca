import type { CheckedInput } from './check-input.ts';
import { InvalidInput } from './errors.ts';
import type { Artifacts } from './ports.ts';

/** What the stack (or the command line) says where an input is silent. */
export interface RunDefaults {
  readonly workflowDefinitionName?: string;
  readonly modelId: string;
  readonly logGroupName?: string;
  readonly replayable: boolean;
  /** Whether an input may name only these: on AWS the functions' roles reach no other definition and log group. */
  readonly fixed: boolean;
}

/** The input with nothing left open: what PerformSteps and FinalizeRun read. */
export interface ResolvedInput extends CheckedInput {
  readonly workflowDefinitionName: string;
  readonly modelId: string;
  readonly replayable: boolean;
}

const INPUT = 'input.json';

/**
 * Fills in what the input leaves open.
 *
 * @throws InvalidInput where it names what this deployment does not let it name
 */
export function resolveInput(input: CheckedInput, defaults: RunDefaults): ResolvedInput {
  const workflowDefinitionName = input.workflowDefinitionName ?? defaults.workflowDefinitionName;
  if (workflowDefinitionName === undefined)
    throw new InvalidInput(['workflowDefinitionName: is missing, allowed: a name; there is no default here']);
  const logGroupName = input.logGroupName ?? defaults.logGroupName;
  const names = ['workflowDefinitionName', 'logGroupName'] as const;
  const others = names.filter((name) => defaults.fixed && input[name] !== undefined && input[name] !== defaults[name]);
  if (others.length > 0)
    throw new InvalidInput(
      others.map((name) => `${name}: got "${input[name]}", allowed: this stack's "${defaults[name]}"`),
    );
  return {
    ...input,
    workflowDefinitionName,
    modelId: input.modelId ?? defaults.modelId,
    replayable: input.replayable ?? defaults.replayable,
    ...(logGroupName !== undefined && { logGroupName }),
  };
}

export async function keepInput(input: ResolvedInput, artifacts: Artifacts): Promise<void> {
  await artifacts.put(INPUT, JSON.stringify(input), 'application/json');
}

/** The input as CreateRun kept it; undefined when it never got that far. */
export async function readInput(artifacts: Artifacts): Promise<ResolvedInput | undefined> {
  const kept = await artifacts.get(INPUT);
  if (kept === undefined) return undefined;
  const input: ResolvedInput = JSON.parse(new TextDecoder().decode(kept));
  return input;
}
