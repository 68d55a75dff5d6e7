import { percent, percentNumbers, whole } from '../../outputs/page/format.js';
import { html, type Html } from '../../outputs/page/html.js';
import { metricTitle } from '../../outputs/page/metric-name.js';
import { legendLine } from '../../outputs/report/charts/legend-line.js';
import { learningCurveChart } from '../../outputs/report/charts/learning-curve-chart.js';
import type { PocRace, PocReport } from '../poc-report.js';
import { chartPoints } from './chart-parts.js';

/** Strategies raced on the labels that are there, with random picks as the control. */
export function raceSection({ race, metric }: PocReport): Html {
  const { champion, advantage, racedItems, choiceLabels } = race;
  const curve = chartPoints(race, champion);
  const control = champion === 'random' ? undefined : chartPoints(race, 'random');
  const chart = (widthPx: number, heightPx: number, className: string) =>
    learningCurveChart({
      curve,
      control,
      valueName: metricTitle(metric),
      widthPx,
      heightPx,
      className,
    });
  return html`<section>
    <h2>Choosing against picking at random</h2>
    <p><b>${advantage.text}</b></p>
    <ul class="legend">
      <li>${legendLine('')}${champion} with its 95 % interval</li>
      ${control && html`<li>${legendLine('-2')}random picks</li>`}
    </ul>
    <div class="chart">${chart(860, 320, 'wide')}${chart(360, 280, 'narrow')}</div>
    <p class="axis-note">
      The project was replayed with labels that are known: three times, from the same beginning,
      each time until all ${whole(racedItems)} labels were used, ${measuredOn(race)}. Beyond
      ${whole(choiceLabels)} labels little is left to choose from, so that all curves end at the
      same point; strategies are compared before. In a larger pool there is more to choose from.
    </p>
    ${arms(race)}
  </section>`;
}

function measuredOn({ measuredOn: kind, holdoutItems }: PocRace): string {
  return kind === 'test-set'
    ? `measured on the ${whole(holdoutItems)} test items given`
    : `measured on 30 % of the labelled items, drawn at random anew each time (${whole(holdoutItems)} different ones in all)`;
}

function arms({ arms: all, champion, choiceLabels }: PocRace): Html {
  const counts = all[0]!.points.map(({ labels }) => labels).filter((n) => n <= choiceLabels);
  const shown = [...new Set([counts[Math.floor(counts.length / 2)], counts.at(-1)])].filter(
    (count) => count !== undefined,
  );
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Strategy</th>
          ${shown.map((count) => html`<th>${whole(count)} labels</th>`)}
          <th class="words"></th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          ({ strategy, points, failure }) =>
            html`<tr>
              <th>${strategy}</th>
              ${shown.map((count) => {
                const point = points.find(({ labels }) => labels === count);
                if (point === undefined) return html`<td>–</td>`;
                return html`<td>
                  ${percent(point.value)} <small>${percentNumbers(point)}</small>
                </td>`;
              })}
              <td class="words">
                ${failure ?? (strategy === champion ? 'the forecast is for it' : '')}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
