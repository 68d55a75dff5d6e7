import { percent, percentNumbers, whole } from '../../outputs/page/format.js';
import { html, type Html } from '../../outputs/page/html.js';
import { metricName, metricTitle } from '../../outputs/page/metric-name.js';
import { legendLine } from '../../outputs/report/charts/legend-line.js';
import { learningCurveChart } from '../../outputs/report/charts/learning-curve-chart.js';
import type { PocReport } from '../poc-report.js';
import { share } from '../statements.js';
import { chartPoints } from './chart-parts.js';

/** What the planned labels will bring, and what is likely to be saved. */
export function forecastSection(report: PocReport): Html {
  const { forecast, race, target, savings, metric } = report;
  const measured = chartPoints(race, race.champion);
  const expected = forecast.curve.map(({ labels, p10, p50, p90 }) => ({
    labels,
    accuracy: p50,
    low: p10,
    high: p90,
  }));
  const chart = (widthPx: number, heightPx: number, className: string) =>
    learningCurveChart({
      curve: measured,
      forecast: expected,
      valueName: metricTitle(metric),
      widthPx,
      heightPx,
      className,
    });
  return html`<section>
    <h2>What the planned labels will bring</h2>
    <p>${forecast.text}</p>
    ${target !== null && html`<p>${target.text}</p>`}
    <p>${savings.text}</p>
    <ul class="legend">
      <li>${legendLine('')}measured, with its 95 % interval</li>
      <li>${legendLine('-3')}forecast; the truth lies in the band in four cases of five</li>
    </ul>
    <div class="chart">${chart(860, 320, 'wide')}${chart(360, 280, 'narrow')}</div>
    <p class="axis-note">
      The forecast rests on the points of ${race.champion} up to ${whole(race.choiceLabels)} labels
      and on its last one; the axis of ${metricName(metric)} does not begin at 0.
      ${trackRecord(report)}
    </p>
    ${table(report)}
  </section>`;
}

function trackRecord({ forecast }: PocReport): string {
  const { selfAssessment, bandWidening } = forecast;
  const widened =
    bandWidening > 1
      ? ` Bands are ${bandWidening.toFixed(1)} times as wide as usual, because this data is unlike that on which the forecast was calibrated.`
      : '';
  if (selfAssessment === null) return widened;
  const { forecasts, coverage, meanError } = selfAssessment;
  return `Forecasts made from the first points held ${share(coverage)} of ${forecasts} later ones and were off by ${share(meanError)} on average.${widened}`;
}

function table({ forecast: { points } }: PocReport): Html {
  const hasMoney = points.some(({ cost }) => cost.money !== undefined);
  const hasDays = points.some(({ cost }) => cost.days !== undefined);
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Labels</th>
          <th>Expected</th>
          ${hasMoney && html`<th>Cost</th>`} ${hasDays && html`<th>Days</th>`}
        </tr>
      </thead>
      <tbody>
        ${points.map(
          ({ labels, p10, p50, p90, cost }) =>
            html`<tr>
              <td>${whole(labels)}</td>
              <td>${percent(p50)} <small>${percentNumbers({ low: p10, high: p90 })}</small></td>
              ${hasMoney && html`<td>${(cost.money ?? 0).toFixed(2)}</td>`}
              ${hasDays && html`<td>${(cost.days ?? 0).toFixed(1)}</td>`}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
