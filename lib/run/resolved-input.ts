import type { Guardrails } from '../act/guardrails.ts';
import type { CheckedInput } from './check-input.ts';
import { InvalidInput } from './errors.ts';
import { narrowGuardrails } from './narrow-guardrails.ts';
import type { Artifacts } from './ports.ts';

/** What the stack (or the command line) says where an input is silent, and what it lets an input say. */
export interface RunDefaults {
  readonly workflowDefinitionName?: string;
  readonly modelId: string;
  readonly logGroupName?: string;
  readonly replayable: boolean;
  /** Absent: an input may name what it likes, on one machine. */
  readonly permitted?: Permitted;
  /** Hold for every run. @default - an input's alone */
  readonly guardrails?: Guardrails | undefined;
}

/** What an input may name on AWS, where the functions' roles reach nothing else: beside these the stack's own. */
export interface Permitted {
  /** How the names of further log groups begin. @default - the stack's own log group only */
  readonly logGroupPrefix?: string;
  /** Names of the secrets that a `fill` may name. */
  readonly secrets: readonly string[];
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
  const problems = forbidden(input, defaults);
  if (problems.length > 0) throw new InvalidInput(problems);
  const guardrails = narrowGuardrails(input, defaults.guardrails);
  return {
    ...input,
    workflowDefinitionName,
    modelId: input.modelId ?? defaults.modelId,
    replayable: input.replayable ?? defaults.replayable,
    ...(logGroupName !== undefined && { logGroupName }),
    ...(guardrails !== undefined && { guardrails }),
  };
}

/** What this deployment does not let an input name, a line each. */
function forbidden(input: CheckedInput, defaults: RunDefaults): string[] {
  const { permitted } = defaults;
  if (permitted === undefined) return [];
  const problems: string[] = [];
  const { workflowDefinitionName, logGroupName } = input;
  if (workflowDefinitionName !== undefined && workflowDefinitionName !== defaults.workflowDefinitionName)
    problems.push(
      `workflowDefinitionName: got "${workflowDefinitionName}", allowed: this stack's "${defaults.workflowDefinitionName}"`,
    );
  const { logGroupPrefix, secrets } = permitted;
  const isBelow = logGroupPrefix !== undefined && logGroupName?.startsWith(logGroupPrefix) === true;
  if (logGroupName !== undefined && logGroupName !== defaults.logGroupName && !isBelow) {
    const others = logGroupPrefix === undefined ? '' : `, and names that begin with "${logGroupPrefix}"`;
    problems.push(`logGroupName: got "${logGroupName}", allowed: this stack's "${defaults.logGroupName}"${others}`);
  }
  const known = secrets.length === 0 ? 'none: this stack has no secrets' : `this stack's ${secrets.join(', ')}`;
  for (const [index, act] of input.acts.entries())
    if ('fill' in act && !secrets.includes(act.fill.secret))
      problems.push(`acts.${index}.fill.secret: got "${act.fill.secret}", allowed: ${known}`);
  return problems;
}

export async function keepInput(input: ResolvedInput, artifacts: Artifacts): Promise<void> {
  await artifacts.put(INPUT, JSON.stringify(input), 'application/json');
}

/** The input as CreateRun kept it; undefined when it never got that far. */
export async function readInput(artifacts: Artifacts): Promise<ResolvedInput | undefined> {
  const kept = await artifacts.get(INPUT);
  if (kept === undefined) return undefined;
  const input: Omit<ResolvedInput, 'log'> & { log?: ResolvedInput['log'] } = JSON.parse(new TextDecoder().decode(kept));
  // A run that began before there were settings of its log has none.
  return { log: { content: false }, ...input };
}
