/**
 * The one thing to try next, by the name of the error that ended a run (or, from TypeScript, was thrown): what the command
 * line says last, and the third column of docs/errors.md. Every name of ours and of the platform has one.
 */
const ADVICE: Readonly<Record<string, string>> = {
  // The input
  InvalidInput: 'Correct the keys that the message names.',
  DuplicateRequest: 'Look at the execution it names; give a new request a requestId of its own.',
  OverlapSkipped: 'Wait for the execution it names, or set overlap to "allow".',
  ResumeRefused: 'Correct resume as the message says, or decide with repeatAct or skipAct.',

  // The act
  ActAgentFailed: 'Look at the last step on the replay page, and word the act after what is there.',
  ActExceededMaxStepsError: 'Give the act more steps (maxSteps) or divide it.',
  ActTimeoutError: 'Give the act or the run more time (timeoutSeconds), or divide the act.',
  TimeWorkedExceeded: 'Raise maxTimeWorkedSeconds, or go on with --resume: a new run has a budget of its own.',
  ActInvalidModelGenerationError: 'Run it again; if it stays so, simplify the prompt or the schema.',
  ActActuationError: 'Look at the last step on the replay page: the message says which action failed there.',
  ActToolError:
    "Read the tool's own error in functions.log beside the replay page; look for the call's idempotencyKey where the tool keeps it (tools.md).",
  ActGuardrailsError: "Word the task so that the service's guardrails let it pass.",
  ActBadRequestError: 'Read what the message says of the request, and check that the workflow definition exists.',
  ActClientError: 'Read what the message says of the request, and check that the workflow definition exists.',
  ActRequestThrottledError: 'Start fewer runs at once, or ask AWS for a higher quota.',
  ActDailyQuotaExceededError: 'Wait until the quota is renewed, or ask AWS for a higher one.',
  ActInternalServerError: 'Run it again later.',
  ActServerError: 'Run it again later.',
  ActBadResponseError: 'Run it again later.',
  InvalidInputLength: 'Shorten the prompt, its values or its schema.',
  TemplateValueMissing: 'Give the act it names a schema that requires the value.',
  StartingPageFailed: 'Open the starting page in a browser of your own: check its address and whether the site is up.',
  AuthError: "Check the credentials, the role's policy, and that the service is called in us-east-1.",
  ServiceUnreachable: 'Check the endpoint the message names, and the network.',
  ActCanceledError: 'Start the act again when it is wanted after all.',
  ActStateGuardrailError: 'Look where the act led on the replay page; widen guardrails if it should go there.',
  PageUnresponsive: 'Open the page in a browser of your own: it kept its script busy for 30 s.',
  SecretUnavailable: "Check the secret's name; locally set the variable that the message names.",
  EffectUnknown: 'Look at the site whether it happened, then --resume with --skip-act or --repeat-act.',
  BrowserStateLost: 'Look at the site what was done, then --resume with --skip-act or --repeat-act.',
  CheckpointUnreadable: 'Look at the site what was done, and run the rest as a workflow of its own.',
  StepAnswerLost: 'Look at the site what was done, then --resume.',

  // The machinery
  BrowserStartFailed: 'Install what the message says is missing, or name another Chromium (--chromium).',
  BrowserCrashed: 'Give PerformSteps more memory, or open lighter pages.',
  AccessRefused: 'Look whether the run was stopped meanwhile; if it was not, start it anew.',
  LeaseHeld: 'Wait: it is tried again; if it stays so, stop the run and --resume it.',
  LeaseLost: 'Wait: it is tried again, and nothing is done twice by it; if the run has ended so, --resume it.',
  NoProgress:
    "Look at the function's log (locally functions.log beside the replay page) for the error the message ends with.",
  JournalUnreadable: 'Start the run anew; let runs finish before a new major version is deployed.',
  LogGroupUnwritable: 'Check that the log group exists and that the role may write it.',
  FinalizeFailed: 'Read its cause: all acts were performed, and only the record may be incomplete.',
  RunStopped: 'Go on with --resume when it should not have been stopped.',
  RunNotClosed: 'Look at the log of SweepRuns and report it: nothing is known that leads here.',
  ExecutionDoesNotExist: 'Look at the log of SweepRuns: the run was left open for long.',

  // The platform
  'Sandbox.Timedout': "Look at the function's log: it was ended before it could hand back.",
  'Runtime.ExitError': "Look at the function's log: its process ended, often for want of memory.",
  'Lambda.Unknown': "Look at the function's log for how it ended, then --resume.",
  'Lambda.ServiceException': 'Go on with --resume: what failed was Lambda itself.',
  'Lambda.AWSLambdaException': 'Go on with --resume: what failed was Lambda itself.',
  'Lambda.SdkClientException': 'Go on with --resume: what failed was Lambda itself.',
  'Lambda.ClientExecutionTimeoutException': 'Go on with --resume: what failed was Lambda itself.',
  'Lambda.TooManyRequestsException': "Start fewer runs at once, or raise the account's concurrency of Lambda.",
  'States.Timeout': 'Divide the workflow: an execution may take eight hours.',
  'States.DataLimitExceeded': 'Make the input smaller: Step Functions takes 256 KiB for a state.',

  // The library
  InvalidOption: 'Correct the options that the message names.',
  InvalidMaxSteps: 'Correct the value that the message names.',
  InvalidTimeout: 'Correct the value that the message names.',
  InvalidURL: 'Correct the value that the message names.',
  IAMAuthError: 'Check the profile, role or keys of awsConfig as the message says.',
  ClientNotStarted: 'Ask within the body of run, or before the session or workflow is disposed.',
  ActInProgress: 'Await the first one, or start a session for each.',
  StartFailed: 'Look at its cause.',
  StopFailed: 'Look at its cause, and whether the run is still open on the service.',
  SessionCrashed: 'Start another session.',
  UnexpectedActError: 'Report it with its cause: it is a mistake of the library.',
  ApproveCanceledError: 'Ask the person why; what was done before stays done.',
  UiTakeoverCanceledError: 'Ask the person why; what was done before stays done.',
};

/** All names that have advice of their own. */
export const ADVISED_ERRORS: readonly string[] = Object.keys(ADVICE);

/** What to try next after an error of this name, in one sentence; undefined for a name that is not ours or the platform's. */
export function adviceFor(errorName: string): string | undefined {
  return Object.hasOwn(ADVICE, errorName) ? ADVICE[errorName] : undefined;
}
