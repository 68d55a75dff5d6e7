import { labellingCost } from '@alaas/core';

import { html, type Html } from '../../page/html.js';
import { duration, percent, percentRange, whole } from '../../page/format.js';
import { metricTitle } from '../../page/metric-name.js';
import { priceWords } from '../../page/price-words.js';
import { itemNoun } from '../../item-noun.js';
import { bar } from '../charts/bar.js';
import { inMetric } from '../in-metric.js';
import type { ReportInput } from '../report-input.js';
import { nextSteps } from './next-steps.js';

/** What was done and how good it is, in words that need no knowledge of machine learning. */
export function headline(input: ReportInput): Html {
  return html`<header>
      <p class="kicker">Active-learning report · ${timestamp(input.finishedAt)}</p>
      <h1>${input.project}</h1>
      <p class="lead">${whatWasDone(input)} ${howGood(input)}</p>
    </header>
    ${nextSteps(input)}
    <dl class="tiles">
      ${qualityTile(input)} ${budgetTile(input)} ${savedTile(input)}
      <div class="tile">
        <dt>Pool</dt>
        <dd class="value">${whole(input.poolItems)}</dd>
        <dd class="detail">
          usable ${itemNoun(input.task, input.poolItems)}, ${input.classes.length}
          ${input.classes.length === 1 ? 'class' : 'classes'}; this run took
          ${duration(input.seconds)}
        </dd>
      </div>
    </dl>
    ${whereMeasured(input)} ${tightenedWords(input)}`;
}

/** Where and on how much accuracy was measured, as a phrase; for captions. */
export function measuredOn({ measurement, task }: ReportInput): string {
  if (measurement.kind === 'none') return 'not measured';
  const items = `${whole(measurement.items)} ${itemNoun(task, measurement.items)}`;
  return {
    'test-set': `measured on the given test set of ${items}`,
    'simulation-holdout': `simulation only, measured on ${items} set apart`,
    'bought-holdout': `measured on ${items} drawn at random`,
  }[measurement.kind];
}

function whatWasDone({ budget, poolItems, task, annotator }: ReportInput): string {
  const chosen = `ALaaS chose ${whole(budget.used)} of ${whole(poolItems)} ${itemNoun(task, poolItems)}`;
  return annotator === 'people'
    ? `${chosen} to be labelled, people labelled them, and a classifier was trained on their labels.`
    : `${chosen}, took their labels from those that you gave, and trained a classifier on them.`;
}

function howGood(input: ReportInput): Html {
  const last = input.curve.at(-1);
  if (!last) return html`How often it is right was not measured.`;
  return html`It names the right class for <b>${percent(last.accuracy)}</b> of
    ${itemNoun(input.task, 2)} that it has not seen (95 % interval ${percentRange(last)}).
    ${
      last.macroF1 !== undefined &&
      html`Counting every class alike, however rare, it scores
        <b>${percent(last.macroF1.value)}</b> (macro-F1, 95 % interval
        ${percentRange(last.macroF1)}).`
    }`;
}

/** The narrower figure, for those who have no items but those of the pool. */
function tightenedWords({ tightened }: ReportInput): Html | false {
  return (
    tightened !== undefined &&
    html`<p class="note">
      Where it will meet the items of the pool and no others, it is right about
      <b>${percent(tightened.value)}</b> of those without a label (95 % interval
      ${percentRange(tightened.interval)}): its own confidence there, put right on the items
      measured on.
    </p>`
  );
}

function whereMeasured({ measurement, task, opinion }: ReportInput): Html {
  switch (measurement.kind) {
    case 'test-set':
      return html`<p>
        Measured on the test set that you gave: ${whole(measurement.items)}
        ${itemNoun(task, measurement.items)}, none of which was used for training.
      </p>`;
    case 'simulation-holdout':
      return html`<div class="callout">
        <p>
          <b>Simulation only.</b> There was no test set, so ${percent(measurement.share, 0)} of the
          labelled items (${whole(measurement.items)} ${itemNoun(task, measurement.items)}, drawn at
          random) were set apart before anything was chosen and never trained on. The accuracy is
          measured on them. It tells what to expect of further items only as far as they are like
          these.
        </p>
      </div>`;
    case 'bought-holdout':
      return html`<p class="note">
        Measured on ${whole(measurement.items)} ${itemNoun(task, measurement.items)} drawn at
        random, whose labels were paid out of the budget. They were trained on only at the very end,
        so the delivered model is a little better than these figures.
      </p>`;
    case 'none':
      return html`<div class="callout">
        <p>
          <b>Accuracy was not measured.</b> There is neither a test set nor a labelled part to set
          aside. Give a <code>test:</code> source to measure it.
          ${
            opinion !== undefined &&
            `By its own opinion, which is no measurement and often too high or too low, the model is right about ${percent(opinion, 0)} of the pool.`
          }
        </p>
      </div>`;
  }
}

function qualityTile(input: ReportInput): Html {
  const { metric } = input;
  const last = inMetric(input.curve, metric).at(-1);
  if (!last) {
    return html`<div class="tile">
      <dt>${metricTitle(metric)}</dt>
      <dd class="value">–</dd>
      <dd class="detail">not measured</dd>
    </div>`;
  }
  return html`<div class="tile">
    <dt>${metricTitle(metric)}</dt>
    <dd class="value accent">${percent(last.accuracy)}</dd>
    <dd class="detail">
      95 % interval ${percentRange(last)}<br />after ${whole(last.labels)} labels;
      ${measuredOn(input)}
    </dd>
  </div>`;
}

function budgetTile({ budget, labelledItems, rates }: ReportInput): Html {
  const share = budget.labels === 0 ? 0 : budget.used / budget.labels;
  const left = budget.labels - budget.used;
  const price = priceWords(labellingCost(budget.used, rates));
  return html`<div class="tile">
    <dt>Labels paid</dt>
    <dd class="value">${whole(budget.used)}</dd>
    <dd class="detail">
      ${left > 0 ? `of ${whole(budget.labels)}; ${whole(left)} left` : `the whole budget of ${whole(budget.labels)}`}${price && `; ${price}`}
      ${bar(share)}
      ${
        budget.used > labelledItems &&
        `for ${whole(labelledItems)} different items: in this mode every strategy pays for its own labels`
      }
    </dd>
  </div>`;
}

function savedTile({ saved }: ReportInput): Html {
  if (saved === undefined) {
    return html`<div class="tile">
      <dt>Labels saved</dt>
      <dd class="value">–</dd>
      <dd class="detail">not known</dd>
    </div>`;
  }
  const { p10, p50, p90, atMost } = saved;
  const isShown = p10 === null || p10 > 0;
  const count = (one: number | null) =>
    one === null ? `> ${whole(atMost)}` : whole(Math.max(0, one));
  return html`<div class="tile">
    <dt>Labels saved</dt>
    <dd class="value">${p50 !== null && p50 <= 0 ? 'none' : isShown ? count(p50) : 'not shown'}</dd>
    <dd class="detail">
      against picking at random; in four cases of five ${count(p10)} to ${count(p90)}
    </dd>
  </div>`;
}

function timestamp(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
