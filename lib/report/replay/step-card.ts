import { bareName } from '../../act/decode-call.ts';
import type { Call } from '../../act/step.ts';
import { html, type Html } from '../html.ts';
import { callsOf, stateOf, type CallState, type ReplayAct, type ReplayStep } from './acts.ts';
import { noteList } from './note-entry.ts';
import { address, said, stepId, type PageContext } from './page-parts.ts';
import { picture, targetsOf } from './picture.ts';
import { duration, stepTime, timeBar, timeLegend, totalMs } from './spent-time.ts';

/** A step: what the agent saw, thought and did, and what came of it. */
export function stepCard(act: ReplayAct, step: ReplayStep, context: PageContext): Html {
  const targets = targetsOf(step);
  const spent = stepTime(step, act);
  const isBad = context.bad?.act === act && context.bad.step === step;
  const calls = callsOf(step).filter((call) => !isRoutine(call, step) && thought(call) === undefined);
  const numbers = new Map(targets.map(({ call, number }) => [call, number]));
  const position = `act ${act.id}, step ${step.number} of ${act.steps.at(-1)?.number}`;
  return html`<article
    id="${stepId(act, step)}"
    class="step ${isBad && 'bad'}"
    data-stop="${position}"
    tabindex="-1"
    aria-label="${position}"
  >
    <header>
      <h3><small>${act.id}</small> Step ${step.number}</h3>
      ${isBad && html`<span class="chip bad">${context.isEnded ? 'failed here' : 'the record ends here'}</span>`}
      ${step.asked && address(step.asked.url, context)}
      ${totalMs(spent) > 0 && html`<span class="took">${duration(totalMs(spent))}</span>`}
    </header>
    <div class="sides">
      <div class="seen">${picture(step, targets, context)}</div>
      <div class="done">
        ${callsOf(step).flatMap((call) => {
          const text = thought(call);
          return text === undefined ? [] : html`<blockquote>${said(text, context)}</blockquote>`;
        })}
        ${unanswered(step, act)} ${resumption(step)}
        ${
          calls.length > 0 &&
          html`<ol class="calls">
            ${calls.map((call) => callEntry(call, step, numbers.get(call), context))}
          </ol>`
        }
        ${routine(step)} ${noteList(step.notes, context)}
        ${totalMs(spent) > 0 && html`<div class="time">${timeBar(spent)} ${timeLegend(spent)}</div>`}
      </div>
    </div>
  </article>`;
}

function unanswered({ answered, resumed }: ReplayStep, { ended }: ReplayAct): Html | undefined {
  if (answered !== undefined || resumed !== undefined) return undefined;
  const end = ended === undefined ? ', and the record of the act ends here' : '';
  return html`<p class="lost"><code>InvokeActStep</code> did not answer, as far as is recorded${end}.</p>`;
}

function resumption({ answered, resumed }: ReplayStep): Html | undefined {
  if (resumed === undefined) return undefined;
  const source = answered === undefined ? ' What the journal held of it is shown.' : '';
  return html`<p class="lost">An invocation broke off in this step, and another one came after it.${source}</p>`;
}

/** The agent's own words for what it does. */
function thought(call: Call): string | undefined {
  const text = bareName(call) === 'think' && Array.isArray(call.input) ? call.input[0] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** Nearly every step ends in the same two calls: they are told in one line, unless something is to be said of them. */
function isRoutine(call: Call, step: ReplayStep): boolean {
  if (!['waitForPageToSettle', 'takeObservation'].includes(bareName(call))) return false;
  const state = stateOf(call, step);
  return state.kind === 'notPerformed' || (state.kind === 'ended' && state.event.error === undefined);
}

function routine(step: ReplayStep): Html | undefined {
  const told = callsOf(step)
    .filter((call) => isRoutine(call, step))
    .map((call) => {
      const ms = step.ended.get(call.callId)?.durationMs;
      return html`<code>${bareName(call)}</code> ${ms === undefined ? 'not performed' : duration(ms)} `;
    });
  return told.length === 0 ? undefined : html`<p class="routine">then ${told}</p>`;
}

function callEntry(call: Call, step: ReplayStep, number: number | undefined, context: PageContext): Html {
  const state = stateOf(call, step);
  const isBad = context.bad?.call === call;
  return html`<li ${isBad && html`id="failure"`} class="call ${state.kind} ${isBad && 'bad'}">
    <p class="line">
      <span
        >${number !== undefined && html`<span class="badge">${number}</span> `}<code class="name"
          >${said(call.name, context)}</code
        >
        <code class="input">${said(argumentsOf(call), context)}</code></span
      >
      ${state.kind === 'ended' && html`<span class="took">${duration(state.event.durationMs)}</span>`}
    </p>
    ${result(state, context)}
  </li>`;
}

function argumentsOf({ input }: Call): string {
  return Array.isArray(input) ? input.map((each) => JSON.stringify(each)).join(', ') : JSON.stringify(input);
}

function result(state: CallState, context: PageContext): Html | undefined {
  switch (state.kind) {
    case 'ended': {
      const { error, result: value } = state.event;
      if (error !== undefined) return failure(error, context);
      return value === null
        ? undefined
        : html`<p class="gave">→ <code>${said(JSON.stringify(value), context)}</code></p>`;
    }
    case 'journalled':
      return state.text === 'null'
        ? html`<p class="gave">done, as the journal says</p>`
        : html`<p class="gave">done, as the journal says → <code>${said(state.text, context)}</code></p>`;
    case 'unknown':
      return html`<p class="lost"><strong>Begun, and nobody knows whether it happened.</strong></p>`;
    case 'notPerformed':
      return html`<p class="gave">was not performed</p>`;
    case 'unrecorded':
      return html`<p class="lost">No result of it is recorded: whether it happened is not known.</p>`;
    case 'answer':
      return undefined;
  }
}

function failure(error: { readonly name: string; readonly message: string }, context: PageContext): Html {
  const isRedirect = error.name === 'AgentRedirectError';
  return html`<p class="${isRedirect ? 'redirect' : 'error'}">
    ${isRedirect && html`<span class="chip">redirected</span> `}<strong>${said(error.name, context)}</strong>:
    ${said(error.message, context)}
  </p>`;
}
