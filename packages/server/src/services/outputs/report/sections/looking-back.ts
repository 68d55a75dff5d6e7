import { html, type Html } from '../../page/html.js';
import { percent, percentNumbers, points, whole } from '../../page/format.js';
import { metricTitle } from '../../page/metric-name.js';
import type { AgentReport } from '../agent-report.js';
import type { ReportInput } from '../report-input.js';

/** Past forecasts that are listed; more would only repeat them. */
const MOST_PAST = 8;

/** Forecasts and stops against what came true: in this run, and in all of this data folder. */
export function lookingBack({ agent, trackRecord }: ReportInput): Html {
  if (agent === undefined) return html``;
  return html`${record(agent)} ${track(trackRecord)} ${regrets(agent)}`;
}

function record({ record: all }: AgentReport): Html {
  if (all.length === 0) return html``;
  const count = all.filter(({ held }) => held).length;
  const step = Math.max(1, Math.ceil(all.length / MOST_PAST));
  const shown = all.filter((_, i) => i % step === 0);
  return html`<h3>Forecasts against what came true</h3>
    <p>
      ${whole(count)} of ${whole(all.length)} forecasts made on the way held the value that was
      measured later, up to the error of measurement; about four of five should.
    </p>
    <details>
      <summary>Some of them</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>Made with</th>
              <th>For</th>
              <th>Forecast</th>
              <th>Measured</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              (one) =>
                html`<tr>
                  <td>${whole(one.atLabels)} labels</td>
                  <td>${whole(one.labels)}</td>
                  <td>
                    ${percent(one.p50)}
                    <small>${percentNumbers({ low: one.p10, high: one.p90 })}</small>
                  </td>
                  <td>${percent(one.measured)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
}

/** The record of earlier runs; this one alone is told above. */
function track(record: ReportInput['trackRecord']): Html {
  if (record === undefined || record.runs < 2) return html``;
  const { runs, forecasts, inside, meanError, stops } = record;
  return html`<p>
    In all ${whole(runs)} runs of this data folder, ${whole(inside)} of ${whole(forecasts)}
    forecasts held what
    came${
      meanError !== null && `, and were off by ${points(meanError).slice(1)} points on average`
    }.
    ${
      stops.known > 0 &&
      `Of ${whole(stops.known)} early stops that were not carried out, ${whole(stops.wrong)} would have been mistakes.`
    }
  </p>`;
}

const WHY = {
  'continued-on-purpose': 'by lot',
  vetoed: 'a person refused',
  postponed: 'a person put it off',
} as const;

function regrets({ regrets: all, metric }: AgentReport): Html {
  if (all.length === 0) return html``;
  const name = metricTitle(metric);
  return html`<h3>Early stops that were not carried out</h3>
    <p>
      So that it is known what stopping would have cost. Values are read off the learning curve.
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">It wanted to stop after</th>
            <th scope="col">Went on to</th>
            <th scope="col">${name} then</th>
            <th scope="col">in the end</th>
            <th scope="col" class="words">Verdict</th>
          </tr>
        </thead>
        <tbody>
          ${all.map(
            (one) =>
              html`<tr>
                <td>${whole(one.spentThen)} labels</td>
                <td>${whole(one.spentInTheEnd)}</td>
                <td>${percent(one.valueThen)}</td>
                <td>${percent(one.valueInTheEnd)}</td>
                <td class="words">
                  ${
                    one.wrong
                      ? 'Stopping would have been a mistake'
                      : `Stopping would have been right: ${whole(one.spentInTheEnd - one.spentThen)} labels for ${points(one.valueInTheEnd - one.valueThen)} points`
                  }
                  (${WHY[one.why]})
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
