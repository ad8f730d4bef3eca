import { performAct, type ActPorts, type ActResult, type Budget } from '../act/perform-act.ts';
import { performFill } from '../act/perform-fill.ts';
import type { Secrets } from '../act/ports.ts';
import type { WorkBudget } from '../act/work-budget.ts';
import { clientToken } from './create-run.ts';
import { type ResolvedInput } from './resolved-input.ts';
import { TemplateValueMissing } from './errors.ts';
import { readResponses } from './outcome-store.ts';
import type { Artifacts, JournalStore } from './ports.ts';
import type { Execution } from './run.ts';
import { ownOutcomes, timeWorked } from './time-worked.ts';
import { render } from './template.ts';

export interface InputActPorts extends ActPorts {
  readonly secrets: Secrets;
  readonly store: JournalStore;
  readonly artifacts: Artifacts;
}

/** Performs the act of this index as the input describes it, with its values filled in. */
export async function performInputAct(
  {
    index,
    input,
    execution,
    runStartedAt,
  }: { index: number; input: ResolvedInput; execution: Execution; runStartedAt: number },
  ports: InputActPorts,
  budget: Budget,
): Promise<ActResult> {
  const act = input.acts[index];
  if (act === undefined) throw new Error(`the input has no act ${index}`);
  const workBudget = await workBudgetOf(input, execution, ports);
  if ('fill' in act) return { kind: 'ended', outcome: await performFill(act.fill, ports, workBudget) };
  const acts = await readResponses(execution.name, ports);
  const values = { parameters: input.parameters, acts, execution };
  const runEndsBy = runStartedAt + input.timeoutSeconds * 1000;
  return performAct(
    {
      ...act,
      prompt: () => render(act.prompt, values, missingValue),
      endsBy: (startedAt) => Math.min(startedAt + act.timeoutSeconds * 1000, runEndsBy),
      workBudget,
      clientToken: clientToken(execution, `act/${index}`),
    },
    ports,
    budget,
  );
}

async function workBudgetOf(
  { maxTimeWorkedSeconds }: ResolvedInput,
  execution: Execution,
  { store }: InputActPorts,
): Promise<WorkBudget | undefined> {
  if (maxTimeWorkedSeconds === undefined) return undefined;
  const ended = ownOutcomes(await store.readOutcomes(execution.name));
  return {
    seconds: maxTimeWorkedSeconds,
    usedSeconds: timeWorked(ended),
    usedSteps: ended.reduce((sum, { steps }) => sum + steps, 0),
  };
}

function missingValue(path: string): never {
  throw new TemplateValueMissing(`{{ ${path} }}: the earlier act's response has no such value`);
}
