import { randomUUID } from 'node:crypto';
import { boxInPixels, type Box, type Viewport } from '../act/box.ts';
import { decodeCall } from '../act/decode-call.ts';
import type { Call } from '../act/step.ts';
import type { Report } from '../run/ports.ts';
import type { RunError, WorkflowResult } from '../run/workflow-result.ts';
import { Html, html } from './html.ts';
import { pageNewsText, type PageNews } from './page-news-text.ts';
import { replayActs, shownCalls, type ReplayAct, type ReplayStep } from './replay-acts.ts';
import { replayStyle } from './replay-style.ts';

type Run = Parameters<Report['replayPage']>[0];

/** A text on the page; what is longer stands in the log. */
const SHOWN_CHARACTERS = 2_000;

/** Screenshots on the page, the newest of the run: a failure is at its end, and the page stays within memory. */
const SCREENSHOTS = 200;

/** One HTML page that shows a run from its events and screenshots and needs nothing else. */
export const replayReport: Report = {
  async replayPage({ result, events, screenshot }: Run): Promise<string> {
    const nonce = randomUUID();
    const policy = `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
    const acts = replayActs(events);
    const newest = new Set(screenshotKeys(events).slice(-SCREENSHOTS));
    const onThePage: Run['screenshot'] = async (key) => (newest.has(key) ? screenshot(key) : undefined);
    const sections = await Promise.all(acts.map((act) => actSection(act, onThePage)));
    const title = `${result.workflowDefinitionName ?? 'Nova Act run'}: ${result.status}`;
    return html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="referrer" content="no-referrer" />
          <meta name="viewport" content="width=device-width" />
          <title>${title}</title>
          <style nonce="${nonce}">
            ${new Html(replayStyle)}
          </style>
        </head>
        <body>
          ${header(result, acts, events[0]?.at)}
          <main>${sections}</main>
        </body>
      </html> `.text;
  },
};

function screenshotKeys(events: Run['events']): string[] {
  return events.flatMap((event) => (event.type === 'StepAsked' ? [event.screenshot] : []));
}

function header(result: WorkflowResult, acts: readonly ReplayAct[], startedAt: string | undefined): Html {
  const { status, error, workflowDefinitionName, workflowRunId, resumed, log } = result;
  const answers = result.acts.map(
    (act) =>
      html`<tr>
        <td><a href="#act-${act.id}">${act.id}</a></td>
        <td class="${act.status}">${act.status}</td>
        <td>${act.response === undefined ? (act.responseLocation ?? '') : cut(JSON.stringify(act.response))}</td>
        <td>${act.steps}</td>
        <td>${act.timeWorkedSeconds} s</td>
      </tr>`,
  );
  return html`<header>
    <h1>${workflowDefinitionName ?? 'Nova Act run'} <span class="badge ${status}">${status}</span></h1>
    ${error && failure(error, acts)}
    <table>
      <thead>
        <tr>
          <th>Act</th>
          <th>Status</th>
          <th>Response</th>
          <th>Steps</th>
          <th>Time worked</th>
        </tr>
      </thead>
      <tbody>
        ${answers}
      </tbody>
    </table>
    <p class="ids">
      Run ${workflowRunId ?? 'not created'} · ${startedAt} ${resumed && `· goes on where ${resumed.execution} ended`}
      ${log && `· log ${log.logGroupName} / ${log.logStreamName}`}
    </p>
  </header>`;
}

/** What went wrong, with a way to where it did. */
function failure({ name, message, act: id }: RunError, acts: readonly ReplayAct[]): Html {
  const step = acts.find((act) => act.id === id)?.steps.at(-1)?.number;
  const place = html` in act <a href="#act-${id}">${id}</a>`;
  const steps = html`, <a href="#act-${id}-step-${step}">step ${step}</a>`;
  return html`<p class="error">
    <strong>${name}</strong>${id !== undefined && place}${step !== undefined && steps}:
    <span class="message">${message}</span>
  </p>`;
}

async function actSection(act: ReplayAct, screenshot: Run['screenshot']): Promise<Html> {
  const steps = await Promise.all(act.steps.map((step) => stepSection(act, step, screenshot)));
  return html`<section id="act-${act.id}">
    <h2>${act.id}</h2>
    <p class="task">${cut(act.started?.task ?? 'The act was not created.')}</p>
    ${steps}
    <ul>
      ${act.news.map(newsEntry)}
    </ul>
    ${actEnd(act)}
  </section>`;
}

function actEnd({ ended }: ReplayAct): Html {
  if (ended === undefined) return html`<p class="error">The act did not come to its end here.</p>`;
  const { outcome } = ended;
  if (outcome.status === 'FAILED')
    return html`<p class="error"><strong>${outcome.error.name}</strong>: ${cut(outcome.error.message)}</p>`;
  const response = outcome.response === undefined ? 'Done.' : `Returned ${cut(JSON.stringify(outcome.response))}`;
  return html`<p class="SUCCEEDED">${response}</p>`;
}

async function stepSection(act: ReplayAct, step: ReplayStep, screenshot: Run['screenshot']): Promise<Html> {
  const { asked, answered } = step;
  const browserMs = [...step.ended.values()].reduce((sum, { durationMs }) => sum + durationMs, 0);
  return html`<article id="act-${act.id}-step-${step.number}">
    <h3>
      Step ${step.number} ${address(asked?.url)}
      <small>service ${answered ? `${answered.durationMs} ms` : 'did not answer'} · browser ${browserMs} ms</small>
    </h3>
    <div class="step">
      ${asked && (await picture(asked, shownCalls(step), screenshot))}
      <ul>
        ${step.askedAgain.map(({ error }) => html`<li class="error">Asked again after ${error.name}: ${cut(error.message)}</li>`)}
        ${shownCalls(step).map((call) => callEntry(call, step))} ${step.news.map(newsEntry)}
      </ul>
    </div>
  </article>`;
}

function newsEntry(news: PageNews): Html {
  return html`<li class="news">${cut(pageNewsText(news))}</li>`;
}

function callEntry(call: Call, step: ReplayStep): Html {
  const ended = step.ended.get(call.callId);
  const text = typeof call.input === 'object' ? JSON.stringify(call.input) : String(call.input);
  const thought = call.name.endsWith('think') && Array.isArray(call.input) ? call.input[0] : undefined;
  if (typeof thought === 'string') return html`<li class="think">${cut(thought)}</li>`;
  return html`<li>
    <code>${call.name}</code> <code class="input">${cut(text)}</code>
    ${ended?.error && html`<p class="error">${ended.error.name}: ${cut(ended.error.message)}</p>`}
    ${ended?.result !== undefined && ended.result !== null && html`<p>gave <code>${cut(JSON.stringify(ended.result))}</code></p>`}
  </li>`;
}

/** The screenshot with the boxes that the step's calls went to. */
async function picture(
  { screenshot: key, viewport }: NonNullable<ReplayStep['asked']>,
  calls: readonly Call[],
  screenshot: Run['screenshot'],
): Promise<Html> {
  const image = await screenshot(key);
  if (image === undefined) return html`<p class="error">The screenshot ${key} is not on this page.</p>`;
  const boxes = calls.flatMap((call) => boxesOf(call, viewport));
  return html`<svg viewBox="0 0 ${viewport.width} ${viewport.height}" role="img" aria-label="The page at this step">
    <image
      href="data:image/jpeg;base64,${Buffer.from(image).toString('base64')}"
      width="${viewport.width}"
      height="${viewport.height}"
    />
    ${boxes.map(
      ({ left, top, right, bottom }) =>
        html`<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" />`,
    )}
  </svg>`;
}

function boxesOf(call: Call, viewport: Viewport): Box[] {
  try {
    const action = decodeCall(call, new Set());
    return action.kind === 'browser' && 'box' in action.action ? [boxInPixels(action.action.box, viewport)] : [];
  } catch {
    return []; // A tool's call, or one whose own error says what is wrong with it.
  }
}

/** A page may call itself anything; only what leads to a site becomes a link. */
function address(url = ''): Html {
  return /^https?:/.test(url) ? html`<a href="${url}">${cut(url)}</a>` : html`<span class="url">${cut(url)}</span>`;
}

function cut(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length} characters)` : text;
}
