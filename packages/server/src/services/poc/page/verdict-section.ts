import type { ProjectConfig } from '@alaas/contracts';

import { itemNoun } from '../../outputs/item-noun.js';
import { reasonsTable } from '../../outputs/page/fit-table.js';
import { percent, percentRange, whole } from '../../outputs/page/format.js';
import { html, type Html } from '../../outputs/page/html.js';
import { metricName } from '../../outputs/page/metric-name.js';
import { priceWords } from '../../outputs/page/price-words.js';
import type { PocReport, PocSavings } from '../poc-report.js';

const VERDICTS: Readonly<Record<PocReport['verdict'], string>> = {
  go: 'Go',
  'go-with-care': 'Go with care',
  'no-go': 'No go',
};

/** The verdict, the figures behind it and what to do next. */
export function verdictSection(report: PocReport, { task }: ProjectConfig): Html {
  const { project, verdict, summary, labels, forecast, nextSteps, metric } = report;
  const { p10, p50, p90, labels: budget, cost } = forecast.budget;
  const price = priceWords(cost);
  return html`<header>
      <p class="kicker">Proof of concept · ${project}</p>
      <h1>${VERDICTS[verdict]}</h1>
      <p class="lead">${withoutVerdict(summary)}</p>
    </header>
    <dl class="tiles">
      <div class="tile">
        <dt>Forecast for the budget</dt>
        <dd class="value accent">${percent(p50)}</dd>
        <dd class="detail">
          ${metricName(metric)} with ${whole(budget)} labels; four times of five
          ${percentRange({ low: p10, high: p90 })}
        </dd>
      </div>
      <div class="tile">
        <dt>Likely saved</dt>
        <dd class="value">${savedWords(report.savings)}</dd>
        <dd class="detail">labels, against picking at random</dd>
      </div>
      <div class="tile">
        <dt>Cost of the budget</dt>
        <dd class="value">${whole(budget)} labels</dd>
        <dd class="detail">
          ${price || 'give pricePerLabel and secondsPerLabel for money and days'}
        </dd>
      </div>
      <div class="tile">
        <dt>Proved on</dt>
        <dd class="value">${whole(labels.used)}</dd>
        <dd class="detail">
          labelled ${itemNoun(task, labels.used)}, ${labels.perClass.length} classes; no label was
          bought
        </dd>
      </div>
    </dl>
    <div class="callout">
      <p><b>What to do next</b></p>
      <ol>
        ${nextSteps.map((step) => html`<li>${step}</li>`)}
      </ol>
    </div>
    ${reasons(report)}`;
}

/** The verdict is the heading already. */
function withoutVerdict(summary: string): string {
  const text = summary.replace(/^[^:]+: /, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function savedWords({ kind, p10, p50, atMost }: PocSavings): string {
  if (kind === 'none') return 'nothing';
  if (kind === 'unknown') return 'not known';
  if (p50 === null) return `> ${whole(atMost)}`;
  if (p50 <= 0) return 'nothing';
  return `${p10 !== null && p10 <= 0 ? 'perhaps' : 'about'} ${whole(p50)}`;
}

function reasons({ reasons: all }: PocReport): Html {
  if (all.length === 0) return html`<p>Nothing was found that speaks against it.</p>`;
  return html`<section>
    <h2>What speaks against, and what to do about it</h2>
    ${reasonsTable(all)}
  </section>`;
}
