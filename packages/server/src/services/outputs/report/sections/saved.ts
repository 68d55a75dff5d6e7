import { labellingCost } from '@alaas/core';

import { html, type Html } from '../../page/html.js';
import { whole } from '../../page/format.js';
import { priceWords } from '../../page/price-words.js';
import type { ReportInput } from '../report-input.js';
import type { SavedAgainstRandom } from '../saved-against-random.js';

/** Labels saved against picking at random, with the band; empty where it cannot be said. */
export function saved(input: ReportInput): Html {
  const { saved: found, measurement } = input;
  if (found === undefined) {
    return html`<h3>Labels saved against picking at random</h3>
      <p>
        ${
          measurement.kind === 'none'
            ? 'Not known: without items drawn at random to measure on, nothing can be said about it.'
            : 'Not known: there is too little to compare.'
        }
      </p>`;
  }
  return html`<h3>Labels saved against picking at random</h3>
    <p><b>${found.text}</b> ${costWords(input, found)}</p>
    <p class="note">
      ${savedBasis(found)} The interval holds the truth in four cases of
      five.${
        measurement.kind === 'bought-holdout' &&
        ' The labels of the items measured on are not counted: picking at random would need them, too.'
      }
    </p>`;
}

function savedBasis({ randomFrom, labels, randomPoints }: SavedAgainstRandom): string {
  if (randomFrom === 'control-run') {
    return 'By a run with items drawn by lot, on the same labels and measured on the same items, continued by its learning curve: all points of both count, not the last one alone.';
  }
  const most = randomPoints.at(-1)?.labels ?? 0;
  const far =
    labels > 2 * most
      ? ` That is far beyond the ${whole(most)} labels that could be tried, so it is a rough figure.`
      : '';
  return `By models trained on parts of the items that were drawn at random to measure on, and measured on the rest of them; their learning curve is continued.${far}`;
}

function costWords({ rates }: ReportInput, { p10, p50 }: SavedAgainstRandom): string {
  if (p50 === null || p50 <= 0 || p10 === null || p10 <= 0) return '';
  const price = priceWords(labellingCost(p50, rates));
  return price && `That is ${price}.`;
}
