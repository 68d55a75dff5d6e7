import { fitTable, reasonsTable } from '../../page/fit-table.js';
import { html, type Html } from '../../page/html.js';
import { whole } from '../../page/format.js';
import { itemNoun } from '../../item-noun.js';
import { FIT_WORDS } from '../data-fit.js';
import type { ReportInput } from '../report-input.js';

/** Whether the data are fit for it: the verdict, its reasons with what to do, the measures. */
export function dataFit({ fit, task }: ReportInput): Html {
  const { verdict, reasons, measures, items, bandWidening } = fit;
  return html`<section>
    <h2>Are the data fit for it?</h2>
    <p>
      <b>${FIT_WORDS[verdict]}.</b>
      ${
        measures === null
          ? 'Too little is labelled that was drawn at random to measure it.'
          : `Judged by ${whole(measures.labels)} of the ${whole(items)} labelled ${itemNoun(task, items)} that accuracy is measured on, before anything else was chosen. They should have been drawn at random.`
      }
      ${reasons.length === 0 && 'Nothing was found that speaks against it.'}
      ${
        bandWidening >= 1.05 &&
        `These data are unlike those that the forecast was calibrated on: its bands are ${bandWidening.toFixed(2)} times as wide as usual.`
      }
    </p>
    ${reasons.length > 0 && reasonsTable(reasons)}
    ${
      measures !== null &&
      html`<details>
        <summary>What was measured</summary>
        ${fitTable(measures)}
      </details>`
    }
  </section>`;
}
