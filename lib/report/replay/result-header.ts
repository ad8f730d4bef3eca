import { adviceFor } from '../../run/error-advice.ts';
import { actFigures, type ActFigures, runFigures } from '../../run/run-figures.ts';
import type { RunError } from '../../run/workflow-result.ts';
import { html, type Html } from '../html.ts';
import type { Note, ReplayAct, Recorded } from './acts.ts';
import { actState, stateChip } from './act-section.ts';
import { noteList } from './note-entry.ts';
import { linkTo, moment, said, steps, type PageContext } from './page-parts.ts';
import { duration, timeBar, timeLegend } from './spent-time.ts';

/** How the run ended, as far as that is recorded. */
export interface RunEnd {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'NO END RECORDED';
  readonly error: RunError | undefined;
}

/** The result tells it, or else the last event; a run that broke off has neither. */
export function runEnd({ result, events }: Recorded): RunEnd {
  const end = result ?? events.findLast((event) => event.type === 'RunEnded');
  return { status: end?.status ?? 'NO END RECORDED', error: end?.error };
}

/** The run's name for a person: that of its workflow definition. */
export function runName({ result, input, events }: Recorded): string {
  const created = events.find((event) => event.type === 'RunCreated' || event.type === 'RunRequested');
  return (
    result?.workflowDefinitionName ??
    input?.workflowDefinitionName ??
    created?.workflowDefinitionName ??
    'A Nova Act run'
  );
}

/** The result on top: how the run ended and why, and what became of each act. */
export function resultHeader(
  recorded: Recorded,
  { acts, before }: { readonly acts: readonly ReplayAct[]; readonly before: readonly Note[] },
  context: PageContext,
): Html {
  const { events } = recorded;
  const end = runEnd(recorded);
  const figures = runFigures(events);
  const startedAt = events[0]?.at;
  return html`<header id="result" class="result" data-stop="result" tabindex="-1" aria-label="Result">
    <p class="over">Replay of a Nova Act run</p>
    <h1>${runName(recorded)} ${stateChip(end.status)}</h1>
    <p class="sum">
      ${startedAt !== undefined && html`${moment(startedAt)} · `}${acts.length === 1 ? '1 act' : `${acts.length} acts`}
      · ${steps(figures.steps)}${context.isEnded && html` · ${duration(figures.timeWorkedSeconds * 1_000)} worked`}
    </p>
    ${end.error !== undefined && failure(end.error, context)}
    ${end.status === 'NO END RECORDED' && brokenOff(recorded, context)} ${noteList(before, context)}
    ${acts.length > 0 && actTable(acts, recorded, context)} ${timeLegend(figures)} ${facts(recorded, context)}
  </header>`;
}

function failure({ name, message }: RunError, context: PageContext): Html {
  return html`<div class="failure">
    <p class="name">${said(name, context)}</p>
    <p class="message">${said(message, context)}</p>
    ${place('Failed in', context)} ${advice(adviceFor(name))}
  </div>`;
}

function brokenOff({ events }: Recorded, context: PageContext): Html {
  const last = events.at(-1);
  return html`<div class="failure">
    <p class="name">No end of this run is recorded</p>
    <p class="message">
      Whoever performed it broke off, or it is still under way. The record
      ${last === undefined ? 'is empty.' : html`ends with ${last.type} at ${moment(last.at)}.`}
    </p>
    ${place('It ends in', context)}
    ${advice('Wait if it is still under way; if not, nova-act stop closes it, and on AWS the stack does so by itself.')}
  </div>`;
}

function advice(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p class="advice"><b>Try next:</b> ${text}</p>`;
}

/** Act, step and call, each with its name, and the way there. */
function place(lead: string, context: PageContext): Html | undefined {
  const { bad } = context;
  if (bad === undefined) return undefined;
  const { act, step, call } = bad;
  const inStep = step && html`, step <b>${step.number}</b>`;
  const asked = step !== undefined && step.answered === undefined && step.resumed === undefined;
  // What came after the record's end was never kept: an answer may well have come.
  const unanswered = context.isEnded
    ? html`, which <b><code>InvokeActStep</code></b> did not answer`
    : html`, whose answer is not recorded`;
  const inCall = call && html`, call <b><code>${said(call.name, context)}</code></b>`;
  return html`<p class="place">
    ${lead} act <b>${said(act.id, context)}</b>${inStep}${inCall}${asked && unanswered}.
    <a class="show" href="${linkTo(act, step, context)}">Show it</a>
  </p>`;
}

function actTable(acts: readonly ReplayAct[], { events }: Recorded, context: PageContext): Html {
  const figures = new Map(actFigures(events).map((each) => [each.id, each]));
  return html`<table>
    <thead>
      <tr>
        <th>Act</th>
        <th>Status</th>
        <th>Answer</th>
        <th class="number">Steps</th>
        <th class="number">Worked</th>
        <th>Where the time went</th>
      </tr>
    </thead>
    <tbody>
      ${acts.map((act) => actRow(act, figures.get(act.id), context))}
    </tbody>
  </table>`;
}

function actRow(act: ReplayAct, spent: ActFigures | undefined, context: PageContext): Html {
  const { entry, ended } = act;
  const response = entry?.response ?? (ended?.outcome.status === 'SUCCEEDED' ? ended.outcome.response : undefined);
  const answer = response === undefined ? entry?.responseLocation : JSON.stringify(response);
  const seconds = ended?.outcome.timeWorkedSeconds ?? entry?.timeWorkedSeconds;
  return html`<tr>
    <td><a href="${linkTo(act, undefined, context)}">${said(act.id, context)}</a></td>
    <td>${stateChip(actState(act))}</td>
    <td class="answer">${answer !== undefined && said(answer, context)}</td>
    <td class="number">${spent?.steps ?? entry?.steps ?? 0}</td>
    <td class="number">${seconds !== undefined && duration(seconds * 1_000)}</td>
    <td>${spent && timeBar(spent)}</td>
  </tr>`;
}

function facts({ result, events, input }: Recorded, context: PageContext): Html {
  const created = events.find((event) => event.type === 'RunCreated');
  const told: Readonly<Record<string, string | undefined>> = {
    'Workflow run': result?.workflowRunId ?? created?.workflowRunId ?? 'not created',
    Execution: events[0]?.execution,
    Model: created?.modelId ?? input?.modelId,
    'Starting page': created?.startingPage ?? input?.startingPage,
    'Resumed from': result?.resumed?.execution,
    Log: result?.log && `${result.log.logGroupName} ${result.log.logStreamName}`,
  };
  const entries = Object.entries(told).flatMap(([name, text]) =>
    text === undefined
      ? []
      : html`<div>
          <dt>${name}</dt>
          <dd>${said(text, context)}</dd>
        </div>`,
  );
  return html`<dl class="facts">${entries}</dl>`;
}
