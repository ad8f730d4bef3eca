import { html, type Html } from '../html.ts';
import type { ReplayAct } from './acts.ts';
import { lossList, noteList } from './note-entry.ts';
import { actId, said, steps, type PageContext } from './page-parts.ts';
import { stepCard } from './step-card.ts';

/** Whether the run came to the act, and how it ended. */
export type ActState = 'SUCCEEDED' | 'FAILED' | 'SKIPPED' | 'no end recorded' | 'not begun';

export function actState({ ended, entry, started, steps: taken, notes }: ReplayAct): ActState {
  const status = ended?.outcome.status ?? entry?.status;
  if (status !== undefined) return status;
  return started !== undefined || taken.length > 0 || notes.length > 0 ? 'no end recorded' : 'not begun';
}

/** An act with all its steps. */
export function actSection(act: ReplayAct, ofActs: number, context: PageContext): Html {
  const { id, index, notes } = act;
  const position = `act ${id}`;
  return html`<section
    id="${actId(act)}"
    class="act"
    data-act
    ${act.steps.length === 0 && html`data-stop="${position}"`}
    tabindex="-1"
    aria-label="${position}"
  >
    <header>
      <p class="over">Act ${index + 1} of ${ofActs}</p>
      <h2>${id} ${stateChip(actState(act))}</h2>
      ${task(act, context)}
    </header>
    ${noteList(notes, context)} ${act.steps.map((step) => stepCard(act, step, context))} ${actEnd(act, context)}
  </section>`;
}

export function stateChip(state: ActState | 'NO END RECORDED'): Html {
  return html`<span class="chip state ${state.replaceAll(' ', '-')}">${state}</span>`;
}

/** What the act was to do: as the service was told, or else as the input has it. */
function task({ started, planned, entry }: ReplayAct, context: PageContext): Html {
  if (started !== undefined) return html`<p class="task">${said(started.task, context)}</p>`;
  const from = entry?.execution;
  const taken = from !== undefined && html`<p class="task">Taken over from execution ${said(from, context)}.</p>`;
  if (planned === undefined) return taken || html`<p class="task">The act was not created.</p>`;
  return 'fill' in planned
    ? html`${taken}
        <p class="task">
          Put the secret <code>${said(planned.fill.secret, context)}</code> into the field
          <code>${said(planned.fill.into, context)}</code>; neither the service nor this page has its value.
        </p>`
    : html`${taken}
        <p class="task">${said(planned.prompt, context)}</p>`;
}

function actEnd(act: ReplayAct, context: PageContext): Html {
  const { ended, entry } = act;
  return html`${lossList(ended?.outcome.lost ?? entry?.lost ?? [], context)}${ending(act, context)}`;
}

function ending(act: ReplayAct, context: PageContext): Html {
  const { ended, entry } = act;
  if (ended?.outcome.status === 'FAILED') {
    const { name, message } = ended.outcome.error;
    const isBad = context.bad?.act === act && context.bad.call === undefined;
    return html`<p class="end error" ${isBad && html`id="failure"`}>
      The act failed after ${steps(ended.outcome.steps)}: <strong>${said(name, context)}</strong>:
      ${said(message, context)}
    </p>`;
  }
  if (ended === undefined && entry === undefined)
    return actState(act) === 'not begun'
      ? html`<p class="end none">The run did not come to this act.</p>`
      : html`<p class="end lost">No end of this act is recorded.</p>`;
  if (entry?.status === 'SKIPPED') return html`<p class="end none">Whoever resumed the run left the act as it was.</p>`;
  const response = ended?.outcome.status === 'SUCCEEDED' ? ended.outcome.response : entry?.response;
  if (response === undefined) return html`<p class="end good">Done.</p>`;
  return html`<p class="end good">Returned <code>${said(JSON.stringify(response), context)}</code></p>`;
}
