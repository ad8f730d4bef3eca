import type { Call } from '../../act/step.ts';
import { pageNewsText } from '../../report/page-news-text.ts';
import type { LogEvent } from '../../run/log-event.ts';

/** A line of the terminal; longer texts stand in the log and on the replay page. */
const SHOWN_CHARACTERS = 100;

/** What a person is told of an event; undefined for what would only be noise. */
export function describeEvent(event: LogEvent): string | undefined {
  switch (event.type) {
    case 'RunCreated':
      return `workflow run ${event.workflowRunId} of ${event.workflowDefinitionName} created`;
    case 'BrowserStarted':
      return `browser started on the starting page (${seconds(event.durationMs)})`;
    case 'BrowserRestored':
      return `  ${plain(pageNewsText(event))}`;
    case 'RunResumed':
      return `goes on where ${event.from} ended, after ${event.acts.length === 0 ? 'no act' : event.acts.join(', ')}`;
    case 'ActStarted':
      return `act ${event.act}: ${plain(event.task)}`;
    case 'StepAskedAgain':
      return `  step ${event.step}: ${event.error.name}, asked again after ${seconds(event.waitedMs)}`;
    case 'StepUnanswered':
      return `  step ${event.step}: ${event.error.name}, not asked again`;
    case 'Throttled':
      return `  the service throttles ${event.operation}: asked again after ${seconds(event.waitedMs)}`;
    case 'StepAnswered':
      return `  step ${event.step}: ${plain(stepText(event.calls))}`;
    case 'CallEnded':
      return event.error && `  step ${event.step}: ${event.name}: ${event.error.name}: ${plain(event.error.message)}`;
    case 'PageNotice':
    case 'Downloaded':
      return `  step ${event.step}: ${plain(pageNewsText(event))}`;
    case 'Filled':
      return `  secret ${plain(event.secret)} put into ${plain(event.into)}`;
    case 'StepResumed':
      return `  step ${event.step}: goes on where another invocation broke off`;
    case 'HandedBack':
      return `handed back to the state machine (${event.reason})`;
    case 'ActEnded':
      return `act ${event.act} ${actEnd(event)}`;
    case 'RunEnded':
      return `run ${event.status}${event.error ? `: ${event.error.name}` : ''}`;
    case 'LogEventsRejected':
      return `the log group refused ${event.events} event(s), ${event.firstSeq} to ${event.lastSeq} (${event.reason})`;
    case 'RunRequested':
    case 'StepAsked':
      return undefined;
  }
}

/** Text from pages and models, safe for a terminal and on one line, at most so many characters of it. */
export function plain(text: string, limit = SHOWN_CHARACTERS): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ');
  // Not in the middle of a character of two.
  return line.length > limit ? `${line.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function actEnd({ outcome }: Extract<LogEvent, { type: 'ActEnded' }>): string {
  const figures = `${outcome.steps} step${outcome.steps === 1 ? '' : 's'}, ${outcome.timeWorkedSeconds.toFixed(1)} s`;
  return outcome.status === 'SUCCEEDED'
    ? `SUCCEEDED (${figures})${outcome.response === undefined ? '' : `: ${plain(JSON.stringify(outcome.response))}`}`
    : `FAILED (${figures}): ${outcome.error.name}: ${plain(outcome.error.message)}`;
}

/** What the agent thought, or else the names of what it does. */
function stepText(calls: readonly Call[]): string {
  for (const { name, input } of calls) {
    const thought: unknown = name.endsWith('think') && Array.isArray(input) ? input[0] : undefined;
    if (typeof thought === 'string') return thought;
  }
  return calls.map(({ name }) => name).join(', ');
}
