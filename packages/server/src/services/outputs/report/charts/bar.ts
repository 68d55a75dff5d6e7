import { html, type Html } from '../../page/html.js';

/** A small horizontal bar for a share in [0, 1]. */
export function bar(share: number, className = 'bar'): Html {
  const filled = Math.round(1000 * Math.min(1, Math.max(0, share))) / 10;
  return html`<svg
    class="${className}"
    viewBox="0 0 100 8"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <rect class="track" width="100" height="8" rx="2" />
    <rect class="fill" width="${filled}" height="8" rx="2" />
  </svg>`;
}
