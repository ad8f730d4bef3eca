import { bareName } from '../../act/decode-call.ts';
import type { Call } from '../../act/step.ts';
import type { RunError } from '../../run/workflow-result.ts';
import { callsOf, stateOf, type CallState, type ReplayAct, type ReplayStep } from './acts.ts';

/** Where a run failed, or where its record ends: as near as the record tells. */
export interface Place {
  readonly act: ReplayAct;
  readonly step?: ReplayStep;
  readonly call?: Call;
}

/**
 * Where the run came to its bad end; undefined when that was before its first act.
 *
 * @param error - undefined when no end is recorded
 */
export function badEnd(acts: readonly ReplayAct[], error: RunError | undefined): Place | undefined {
  const act = acts.find(({ id }) => id === error?.act) ?? acts.findLast((each) => isRecorded(each));
  // Of an act that ended well, nothing went wrong in its last step: the record ends after it.
  const step = error === undefined && act?.ended?.outcome.status === 'SUCCEEDED' ? undefined : act?.steps.at(-1);
  const call = step && culprit(step, error);
  return act && { act, ...(step && { step }), ...(call && { call }) };
}

function isRecorded({ started, ended, steps, notes }: ReplayAct): boolean {
  return started !== undefined || ended !== undefined || steps.length > 0 || notes.length > 0;
}

/** The call that the error is about: the surest sign comes first. */
function culprit(step: ReplayStep, error: RunError | undefined): Call | undefined {
  const calls = callsOf(step);
  const inState = (kind: CallState['kind']) => calls.find((call) => stateOf(call, step).kind === kind);
  return (
    calls.findLast(({ callId }) => isOf(error, step.ended.get(callId)?.error)) ??
    inState('unknown') ??
    calls.find(({ name, callId }) => !step.ended.has(callId) && error?.message.includes(name)) ??
    calls.findLast((call) => ['return', 'throw'].includes(bareName(call))) ??
    inState('unrecorded')
  );
}

function isOf(error: RunError | undefined, ended: { readonly name: string } | undefined): boolean {
  return ended !== undefined && ended.name === error?.name;
}
