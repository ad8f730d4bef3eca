import { spentTime, type SpentTime } from '../../run/run-figures.ts';
import { html, type Html } from '../html.ts';
import type { ReplayAct, ReplayStep } from './acts.ts';

/** What time is spent on, in the order in which it is shown. The class gives the colour. */
const PARTS: readonly { readonly of: keyof SpentTime; readonly kind: string; readonly label: string }[] = [
  { of: 'modelMs', kind: 'model', label: 'model' },
  { of: 'browserMs', kind: 'browser', label: 'browser' },
  { of: 'settleMs', kind: 'settle', label: 'settling' },
  { of: 'toolMs', kind: 'tool', label: 'tools' },
  { of: 'throttledMs', kind: 'throttled', label: 'throttled' },
  { of: 'overheadMs', kind: 'overhead', label: 'overhead' },
];

const BAR_WIDTH = 1_000;

/** Where the time of a step went: from its request to the next one. */
export function stepTime(step: ReplayStep, act: ReplayAct): SpentTime {
  const next = act.steps.find(({ number }) => number === step.number + 1)?.asked;
  const endsAt = next?.at ?? act.ended?.at;
  const calls = [...step.ended.values()].reduce((sum, { durationMs }) => sum + durationMs, 0);
  const after = endsAt === undefined || step.answered === undefined ? 0 : since(step.answered.at, endsAt);
  // A look at the page that no call took is the next step's.
  const looked = (next?.settleMs ?? 0) + (next?.observeMs ?? 0);
  return { ...spentTime(step.events, 0), overheadMs: Math.max(0, after - calls - looked) };
}

function since(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

export function totalMs(spent: SpentTime): number {
  return PARTS.reduce((sum, { of }) => sum + spent[of], 0);
}

/** The time as a bar, each part as wide as its share, and with numbers for whoever does not see it. */
export function timeBar(spent: SpentTime): Html {
  const total = totalMs(spent);
  if (total === 0) return html``;
  let left = 0;
  const parts = PARTS.map(({ of, kind }) => {
    const width = (spent[of] / total) * BAR_WIDTH;
    left += width;
    return html`<rect class="${kind}" x="${(left - width).toFixed(1)}" width="${width.toFixed(1)}" height="10" />`;
  });
  return html`<svg
    class="bar"
    viewBox="0 0 ${BAR_WIDTH} 10"
    preserveAspectRatio="none"
    role="img"
    aria-label="${shares(spent)}"
  >
    <title>${shares(spent)}</title>
    ${parts}
  </svg>`;
}

/** What the colours of a bar mean, with the time of each part that took any. */
export function timeLegend(spent: SpentTime): Html {
  const parts = PARTS.filter(({ of }) => spent[of] > 0).map(
    ({ of, kind, label }) => html`<li><i class="${kind}"></i>${label} <b>${duration(spent[of])}</b></li> `,
  );
  return html`<ul class="legend">
    ${parts}
  </ul>`;
}

function shares(spent: SpentTime): string {
  return PARTS.filter(({ of }) => spent[of] > 0)
    .map(({ of, label }) => `${label} ${duration(spent[of])}`)
    .join(', ');
}

/** Milliseconds as a person reads them. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
