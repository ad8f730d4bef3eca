import { boxInPixels, centre, type Box, type Viewport } from '../../act/box.ts';
import { decodeCall } from '../../act/decode-call.ts';
import type { Call } from '../../act/step.ts';
import { Html, html } from '../html.ts';
import { callsOf, type EventOf, type ReplayStep } from './acts.ts';
import { said, type PageContext } from './page-parts.ts';

/** Where a call went, with the number that it has in the picture. */
export interface Target {
  readonly call: Call;
  readonly box: Box;
  /** From 1; undefined when it is the only one. */
  readonly number: number | undefined;
}

/** Where the step's calls went, in order. */
export function targetsOf(step: ReplayStep): Target[] {
  const viewport = step.asked?.viewport;
  if (viewport === undefined) return [];
  const found = callsOf(step).flatMap((call) => {
    const box = boxOf(call, viewport);
    return box === undefined ? [] : { call, box };
  });
  return found.map((target, index) => ({ ...target, number: found.length > 1 ? index + 1 : undefined }));
}

/** The screenshot that the agent saw, with the targets drawn in. */
export function picture(step: ReplayStep, targets: readonly Target[], context: PageContext): Html {
  const { asked } = step;
  if (asked === undefined) return html`<p class="none">No screenshot of this step is recorded.</p>`;
  const image = context.pictures.get(asked.screenshot) ?? ({ kind: 'missing' } as const);
  if (image.kind !== 'shown') return html`<p class="none">${REASONS[image.kind]} ${original(asked, context)}</p>`;
  const { width, height } = asked.viewport;
  return html`<figure>
    <img
      src="${new Html(`data:image/jpeg;base64,${image.base64}`)}"
      width="${width}"
      height="${height}"
      decoding="async"
      alt="What the agent saw before step ${step.number}"
    />
    <svg viewBox="0 0 ${width} ${height}" aria-hidden="true">
      ${targets.map((target) => mark(target, asked.viewport))}
    </svg>
    ${image.isScaled && html`<figcaption>In fewer pixels. ${original(asked, context)}</figcaption>`}
  </figure>`;
}

const REASONS = {
  missing: 'The screenshot is not among the artifacts.',
  unreadable: 'The screenshot is no picture that could be made to fit this page.',
  late: 'The screenshot was left out, because the time for this page was over; “nova-act replay” makes it with all of them.',
} as const;

function original({ screenshot }: EventOf<'StepAsked'>, context: PageContext): Html {
  return html`The original: <code>${said(screenshot, context)}</code>`;
}

/** The box, and the point in it to which the action went. */
function mark({ box, number }: Target, viewport: Viewport): Html {
  const { left, top, right, bottom } = box;
  const { x, y } = centre(box);
  const size = Math.round(viewport.width / 50);
  return html`<rect class="halo" x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" />
    <rect class="target" x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" />
    <circle class="point" cx="${x}" cy="${y}" r="${Math.min(size / 6, (bottom - top) / 6)}" />
    ${number !== undefined && badge(number, Math.max(0, left), Math.max(0, top - size), size)}`;
}

function badge(number: number, x: number, y: number, size: number): Html {
  return html`<g class="number">
    <rect x="${x}" y="${y}" width="${size}" height="${size}" rx="${size / 6}" />
    <text x="${x + size / 2}" y="${y + size * 0.76}" font-size="${size * 0.75}" text-anchor="middle">${number}</text>
  </g>`;
}

function boxOf(call: Call, viewport: Viewport): Box | undefined {
  try {
    const action = decodeCall(call, new Set());
    return action.kind === 'browser' && 'box' in action.action ? boxInPixels(action.action.box, viewport) : undefined;
  } catch {
    return undefined; // A tool's call, or one whose own error says what is wrong with it.
  }
}
