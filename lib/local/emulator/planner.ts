import type { JsonValue } from '../../act/json.ts';
import type { Observation } from '../../act/observation.ts';
import type { ToolSpec } from '../../act/ports.ts';
import type { CallResult, Step } from '../../act/step.ts';

/** A call without its id, which the emulator gives. */
export interface PlannedCall {
  readonly name: string;
  readonly input: JsonValue;
}

/** What a planner knows when it is asked for an act's next step. */
export interface PlanRequest {
  /** The act's task, as CreateAct gave it (with the answer's schema appended where one was asked for). */
  readonly task: string;
  readonly toolSpecs: readonly ToolSpec[];
  /** The steps answered so far in this act, oldest first, each with the results the client sent for it. */
  readonly steps: readonly (Step & { readonly results: readonly CallResult[] })[];
  readonly observation: Observation;
}

/** What stands in for the model behind the emulator. */
export interface Planner {
  /** Shown to the user, so that nobody takes it for the model. */
  readonly name: string;
  /** The whole list of calls of the next step, observation calls included. */
  nextCalls(request: PlanRequest): Promise<readonly PlannedCall[]> | readonly PlannedCall[];
}
