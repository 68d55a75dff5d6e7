import { html, type Html } from '../../page/html.js';

/** A piece of a curve for the legend of a chart; the suffix is that of the curve's classes. */
export function legendLine(suffix: '' | '-2' | '-3'): Html {
  return html`<svg viewBox="0 0 28 12" aria-hidden="true">
    <rect class="band${suffix}" width="28" height="12" />
    <line class="line${suffix}" x1="0" x2="28" y1="6" y2="6" />
  </svg>`;
}
