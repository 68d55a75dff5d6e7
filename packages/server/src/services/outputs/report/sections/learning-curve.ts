import { html, type Html } from '../../page/html.js';
import { percent, percentNumbers, percentRange, points, whole } from '../../page/format.js';
import { learningCurveChart } from '../charts/learning-curve-chart.js';
import { legendLine } from '../charts/legend-line.js';
import { compareWithRandom, type Comparison } from '../compare-with-random.js';
import type { MeasuredPoint, ReportInput } from '../report-input.js';
import { measuredOn } from './headline.js';

/** The learning curve with its interval, beside random picks when they were run. */
export function learningCurve(input: ReportInput): Html {
  if (input.curve.length === 0) return html``;
  const control = input.control?.points;
  const forecast = input.agent?.forecast.map(({ labels, p10, p50, p90 }) => ({
    labels,
    accuracy: p50,
    low: p10,
    high: p90,
  }));
  const chart = (widthPx: number, heightPx: number, className: string) =>
    learningCurveChart({ curve: input.curve, control, forecast, widthPx, heightPx, className });
  return html`<section>
    <h2>How accuracy grew with labels</h2>
    <ul class="legend">
      <li>${legendLine('')}${input.strategy} with its 95 % interval</li>
      ${control && html`<li>${legendLine('-2')}random picks, the same budget</li>`}
      ${
        forecast !== undefined &&
        forecast.length > 0 &&
        html`<li>${legendLine('-3')}forecast for the rest of the budget; 80 % band</li>`
      }
    </ul>
    <div class="chart">${chart(860, 340, 'wide')}${chart(360, 280, 'narrow')}</div>
    <p class="axis-note">
      Each point is one round: a classifier trained on all labels so far, ${measuredOn(input)}. The
      accuracy axis does not begin at 0.
    </p>
    ${control && comparison(compareWithRandom(input.curve, control))}
    ${pointsTable(input.curve, control ?? [])}
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

function pointsTable(curve: readonly MeasuredPoint[], control: readonly MeasuredPoint[]): Html {
  const randomAt = new Map(control.map((point) => [point.labels, point]));
  return html`<details>
    <summary>The measured points as a table</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Labels</th>
            <th>Accuracy</th>
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
