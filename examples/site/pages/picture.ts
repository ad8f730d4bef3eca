import type { Cottage } from '../cottages.ts';
import { html, type Html } from '../html.ts';

/** A drawing of the cottage in its own colours, so that the site needs no image files. */
export function picture({ colours: [sky, land, walls] }: Cottage): Html {
  return html`<svg
    class="picture"
    viewBox="0 0 400 240"
    preserveAspectRatio="xMidYMax slice"
    aria-hidden="true"
    focusable="false"
  >
    <rect width="400" height="240" fill="${sky}" />
    <circle cx="312" cy="106" r="20" fill="#fff" opacity="0.75" />
    <path d="M0 150 Q90 96 190 142 T400 122 V240 H0Z" fill="${land}" opacity="0.45" />
    <g>
      <rect x="206" y="84" width="16" height="36" fill="#6b4a3f" />
      <rect x="130" y="132" width="112" height="64" fill="${walls}" />
      <path d="M118 136 L186 84 L254 136Z" fill="#8a4f43" />
      <rect x="176" y="158" width="22" height="38" fill="#35505c" />
      <rect x="143" y="150" width="22" height="20" fill="#9cc3d1" stroke="#fff" stroke-width="3" />
      <rect x="209" y="150" width="22" height="20" fill="#9cc3d1" stroke="#fff" stroke-width="3" />
    </g>
    <path d="M0 196 Q120 176 220 194 T400 184 V240 H0Z" fill="${land}" />
    <path d="M0 220 Q140 204 260 220 T400 214 V240 H0Z" fill="#fff" opacity="0.25" />
  </svg>`;
}
