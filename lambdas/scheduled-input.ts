import { checkInput } from '../lib/run/check-input.ts';
import { InvalidInput } from '../lib/run/errors.ts';
import { resolveInput } from '../lib/run/resolved-input.ts';
import { workflowInputSchema } from '../lib/run/workflow-input.ts';
import { type DeployedDefaults, withDefaults } from './deployed-defaults.ts';

/** When it will be that an execution starts, nobody knows yet; only that it has a name and a time. */
const SOME_EXECUTION = { name: 'scheduled', startTime: '2026-01-01T00:00:00.000Z' };

/** Of what a workflow lets an input say, what is known before it is deployed. */
export interface KnownSettings extends DeployedDefaults {
  readonly workflowDefinitionName: string;
  /** Names of the secrets that a `fill` may name. @default - not known yet, and not checked */
  readonly secrets?: readonly string[] | undefined;
}

/** What CreateRun would say against an input with the workflow's defaults, a line per problem. */
export function inputProblems(given: object, settings: KnownSettings): string[] {
  const { workflowDefinitionName, secrets, guardrails } = settings;
  try {
    // The log group's name is not known before it is made.
    const { logGroupName: _, ...input } = checkInput(withDefaults(given, settings), SOME_EXECUTION);
    const named = input.acts.flatMap((act) => ('fill' in act ? [act.fill.secret] : []));
    resolveInput(input, {
      workflowDefinitionName,
      modelId: 'nova-act-latest',
      replayable: false,
      permitted: { secrets: secrets ?? named },
      guardrails: guardrails && { ...guardrails, strict: guardrails.strict ?? false },
    });
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return [...error.problems];
    throw error;
  }
}

/** The keys of an object that no execution input has, a line each. */
export function unknownInputKeys(input: object): string[] {
  const known = Object.keys(workflowInputSchema.shape);
  return Object.keys(input)
    .filter((key) => !known.includes(key))
    .map((key) => `${key}: unknown key, allowed: ${known.join(', ')}`);
}
