import type { DomainFitReport, MeasuredShare, Reason } from '@alaas/core';

import { percent, percentRange } from './format.js';
import { html, type Html } from './html.js';

/** What was measured of the data, each figure with its interval and what it means. */
export function fitTable({ signal, noise, pool }: DomainFitReport): Html {
  const rows: readonly [string, MeasuredShare, string][] = [
    [
      'Right by a simple model',
      signal.probe,
      `on labelled items that it has not seen; always guessing the most frequent class is right for ${percent(signal.majority)}`,
    ],
    [
      'Neighbours of the same class',
      signal.purity,
      `by chance it would be ${percent(signal.purityByChance)}`,
    ],
    [
      'Labels in doubt',
      noise.share,
      'labels that both the model and the nearest labelled items contradict',
    ],
    ['Near twins', pool.nearDuplicates, 'items that have an almost equal one in the pool'],
    ['Unlike anything labelled', pool.offTopic, 'items without a label, far from all labelled'],
  ];
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Measure</th>
          <th>Share</th>
          <th>95 % interval</th>
          <th class="words">What it means</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, share, meaning]) =>
            html`<tr>
              <th>${name}</th>
              <td>${percent(share.value)}</td>
              <td>${percentRange(share)}</td>
              <td class="words">${meaning}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** What speaks against, and what to do about it. */
export function reasonsTable(reasons: readonly Reason[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th class="words">Found</th>
          <th class="words">What to do</th>
        </tr>
      </thead>
      <tbody>
        ${reasons.map(
          ({ text, advice, severity }) =>
            html`<tr>
              <td class="words">${severity === 'severe' && html`<b>Severe.</b> `}${text}</td>
              <td class="words">${advice}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
