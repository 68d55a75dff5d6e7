import type { Task } from '@alaas/contracts';

import { itemNoun } from '../../outputs/item-noun.js';
import { fitTable } from '../../outputs/page/fit-table.js';
import { whole } from '../../outputs/page/format.js';
import { html, type Html } from '../../outputs/page/html.js';
import { bar } from '../../outputs/report/charts/bar.js';
import type { PocReport } from '../poc-report.js';

/** Doubtful items and classes that are listed before a reader has to ask for more. */
const MOST_DOUBTFUL = 50;
const MOST_CLASSES = 100;

/** Whether the data are fit for it: each measure with its interval and what it means. */
export function dataSection(report: PocReport, task: Task): Html {
  const { domainFit, pool } = report;
  return html`<section>
    <h2>Are the data fit for it?</h2>
    <p>
      ${whole(pool.items)} usable ${itemNoun(task, pool.items)}, ${whole(pool.unlabelled)} of them
      without a label${pool.copies > 0 && `; ${whole(pool.copies)} exact copies were left out`}.
    </p>
    ${fitTable(domainFit)} ${classes(report)} ${doubtful(report)}
  </section>`;
}

function classes({ labels }: PocReport): Html {
  const most = Math.max(1, ...labels.perClass.map((one) => one.labels));
  const shown = labels.perClass.slice(0, MOST_CLASSES);
  const rest = labels.perClass.length - shown.length;
  return html`<details>
    <summary>Labels of each class</summary>
    <table>
      <tbody>
        ${shown.map(
          ({ name, labels: count }) =>
            html`<tr>
              <th>${name}</th>
              <td>${whole(count)} ${bar(count / most)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${rest > 0 && html`<p class="note">and ${whole(rest)} more classes</p>`}
  </details>`;
}

function doubtful({ doubtfulItems }: PocReport): Html {
  if (doubtfulItems.length === 0) return html``;
  const shown = doubtfulItems.slice(0, MOST_DOUBTFUL);
  return html`<details>
    <summary>Labels to look at again (${whole(doubtfulItems.length)})</summary>
    <table>
      <tbody>
        ${shown.map(
          ({ item, label }) =>
            html`<tr>
              <th>${item}</th>
              <td class="words">${label}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${shown.length < doubtfulItems.length && html`<p class="note">The JSON form lists all.</p>`}
  </details>`;
}
