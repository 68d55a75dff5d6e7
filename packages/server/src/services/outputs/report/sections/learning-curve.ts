import { html, type Html } from '../../page/html.js';
import { percent, percentNumbers, percentRange, points, whole } from '../../page/format.js';
import { metricName, metricTitle } from '../../page/metric-name.js';
import { learningCurveChart } from '../charts/learning-curve-chart.js';
import { legendLine } from '../charts/legend-line.js';
import { compareWithRandom, type Comparison } from '../compare-with-random.js';
import { inMetric } from '../in-metric.js';
import type { MeasuredPoint, ReportInput } from '../report-input.js';
import { saved } from './saved.js';
import { measuredOn } from './headline.js';

/** The learning curve with its interval, beside random picks when they were run. */
export function learningCurve(input: ReportInput): Html {
  const { metric } = input;
  const curve = inMetric(input.curve, metric);
  if (curve.length === 0) return html``;
  const control = input.control && inMetric(input.control.points, metric);
  const tried = control === undefined ? triedAtRandom(input) : undefined;
  const forecast = input.agent?.forecast.map(({ labels, p10, p50, p90 }) => ({
    labels,
    accuracy: p50,
    low: p10,
    high: p90,
  }));
  const chart = (widthPx: number, heightPx: number, className: string) =>
    learningCurveChart({
      curve,
      control: control ?? tried,
      forecast,
      valueName: metricTitle(metric),
      widthPx,
      heightPx,
      className,
    });
  return html`<section>
    <h2>How ${metricName(metric)} grew with labels</h2>
    <ul class="legend">
      <li>${legendLine('')}${input.strategy} with its 95 % interval</li>
      ${control && html`<li>${legendLine('-2')}random picks, the same budget</li>`}
      ${tried && html`<li>${legendLine('-2')}random picks, tried inside the items measured on</li>`}
      ${
        forecast !== undefined &&
        forecast.length > 0 &&
        html`<li>${legendLine('-3')}forecast for the rest of the budget; 80 % band</li>`
      }
    </ul>
    <div class="chart">${chart(860, 340, 'wide')}${chart(360, 280, 'narrow')}</div>
    <p class="axis-note">
      Each point is one round: a classifier trained on all labels so far, ${measuredOn(input)}. The
      axis of ${metricName(metric)} does not begin at
      0.${
        metric === 'macro-f1' &&
        ' Macro-F1 is the mean over the classes of a figure that is 100 % when all of a class and nothing else is found: rare classes count as much as frequent ones.'
      }
    </p>
    ${control && comparison(compareWithRandom(curve, control))} ${saved(input)}
    ${pointsTable({ curve, control: control ?? [], title: metricTitle(metric) })}
  </section>`;
}

function comparison(result: Comparison | undefined): Html {
  if (!result) return html``;
  const { labels, strategy, random, difference, low, high, verdict } = result;
  const words = {
    better: 'Choosing actively paid off here.',
    worse: 'Random picks did better here.',
    open: 'This measurement cannot tell the two apart.',
  }[verdict];
  return html`<p>
    <b>${words}</b> With ${whole(labels)} labels it reached ${percent(strategy.accuracy)}; random
    picks, measured on the same items, ${percent(random.accuracy)} (${percentRange(random)}): a
    difference of ${points(difference)} points (95 % interval ${points(low)} to ${points(high)}).
    Both are one run with one seed; another seed moves them, too.
  </p>`;
}

/** Random picks as they were tried inside the holdout. */
function triedAtRandom({ saved: found }: ReportInput): readonly MeasuredPoint[] | undefined {
  return found?.randomPoints.map(({ labels, value, low, high }) => ({
    labels,
    accuracy: value,
    low,
    high,
  }));
}

interface PointsTable {
  readonly curve: readonly MeasuredPoint[];
  readonly control: readonly MeasuredPoint[];
  readonly title: string;
}

function pointsTable({ curve, control, title }: PointsTable): Html {
  const randomAt = new Map(control.map((point) => [point.labels, point]));
  return html`<details>
    <summary>The measured points as a table</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Labels</th>
            <th>${title}</th>
            ${control.length > 0 && html`<th>Random picks</th>`}
          </tr>
        </thead>
        <tbody>
          ${curve.map(
            (point) =>
              html`<tr>
                <td>${whole(point.labels)}</td>
                ${pointCell(point)} ${control.length > 0 && pointCell(randomAt.get(point.labels))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function pointCell(point: MeasuredPoint | undefined): Html {
  if (!point) return html`<td>–</td>`;
  return html`<td>${percent(point.accuracy)} <small>${percentNumbers(point)}</small></td>`;
}
