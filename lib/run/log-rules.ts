import type { Happening } from './log-event.ts';

/**
 * What the log shows of a value unless it may hold content:
 *
 * - `kept`: the value; for numbers, ids, states and references
 * - `name`: the value where it is one word of at most 128 characters, else as `words`; for names that a model or a tool chose
 * - `url`: its origin, and of the whole no more than of `words`
 * - `words`: length and keyed hash; for whatever a person, a page, a model or a tool said; null stays null
 * - `numbers`: those of its fields that are numbers
 * - a list of one rule: each entry by that rule
 * - an object: each field by its own rule, and no other field
 */
export type LogRule =
  | 'kept'
  | 'name'
  | 'url'
  | 'words'
  | 'numbers'
  | readonly [LogRule]
  | { readonly [field: string]: LogRule };

/** The fields that any member of a union has, and what they hold. */
type FieldOf<Value> = Value extends unknown ? keyof Value : never;
type ValueOf<Value, Field> = Value extends unknown
  ? Field extends keyof Value
    ? Exclude<Value[Field], undefined>
    : never
  : never;

/** A rule for each field, so that a new one cannot be forgotten. */
type FieldRules<Value> = { readonly [Field in FieldOf<Value>]: RuleFor<ValueOf<Value, Field>> };

/** The rules that fit a type: an object is never kept whole. */
type RuleFor<Value> = [Value] extends [string]
  ? 'kept' | 'name' | 'url' | 'words'
  : [Value] extends [number | boolean]
    ? 'kept'
    : [Value] extends [readonly (infer Entry)[]]
      ? readonly [RuleFor<Entry>]
      : [Value] extends [object]
        ? FieldRules<Value> | 'numbers'
        : 'words';

type RulesOf<Type> = FieldRules<Omit<Extract<Happening, { type: Type }>, 'type'>>;

const error = { name: 'name', message: 'words' } as const;
const download = { name: 'words', mediaType: 'kept', bytes: 'kept', location: 'words' } as const;
const call = { callId: 'name', name: 'name', input: 'words' } as const;

/** What the log shows of each event beside its head. A type or a field without a rule does not compile. */
export const LOG_RULES: { readonly [Type in Happening['type']]: RulesOf<Type> } = {
  RunRequested: { workflowDefinitionName: 'kept', acts: 'kept' },
  RunCreated: {
    workflowDefinitionName: 'kept',
    workflowRunId: 'kept',
    sessionId: 'kept',
    modelId: 'kept',
    startingPage: 'url',
  },
  RunResumed: { from: 'kept', acts: ['kept'] },
  BrowserStarted: { browserId: 'kept', durationMs: 'kept' },
  BrowserRestored: { browserId: 'kept', durationMs: 'kept', lost: ['words'] },
  StepResumed: {
    step: 'kept',
    stepId: 'kept',
    calls: [{ ...call, state: 'kept', text: 'words', wasEffect: 'kept' }],
  },
  HandedBack: { reason: 'kept' },
  LogEventsRejected: { events: 'kept', reason: 'kept', firstSeq: 'kept', lastSeq: 'kept' },
  RunEnded: { status: 'kept', error: { ...error, act: 'kept' }, figures: 'numbers' },
  ActStarted: { actId: 'kept', task: 'words' },
  StepAsked: {
    step: 'kept',
    url: 'url',
    screenshot: 'kept',
    viewport: { width: 'kept', height: 'kept' },
    sinceLastAnswerMs: 'kept',
    settleMs: 'kept',
    observeMs: 'kept',
  },
  StepAnswered: { step: 'kept', stepId: 'kept', durationMs: 'kept', calls: [call] },
  StepAskedAgain: { step: 'kept', error, durationMs: 'kept', waitedMs: 'kept' },
  StepUnanswered: { step: 'kept', error, durationMs: 'kept' },
  Throttled: { operation: 'kept', waitedMs: 'kept' },
  CallEnded: { step: 'kept', callId: 'name', name: 'name', durationMs: 'kept', result: 'words', error },
  Filled: { secret: 'kept', into: 'words', durationMs: 'kept', settleMs: 'kept' },
  PageNotice: {
    step: 'kept',
    notice: {
      kind: 'kept',
      dialogType: 'kept',
      message: 'words',
      answer: 'kept',
      host: 'kept',
      reason: 'words',
      name: 'words',
    },
  },
  Downloaded: { step: 'kept', download },
  ActEnded: {
    actId: 'kept',
    outcome: {
      status: 'kept',
      steps: 'kept',
      timeWorkedSeconds: 'kept',
      response: 'words',
      error,
      downloads: [download],
      lost: ['words'],
    },
  },
};
