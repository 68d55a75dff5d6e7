import { html, type Html } from '../../page/html.js';
import { percent, percentNumbers, whole } from '../../page/format.js';
import type { RunArm, RunDecision, RunStop } from '@alaas/contracts';

import type { AgentReport } from '../agent-report.js';
import type { ReportInput } from '../report-input.js';

/** Past forecasts that are listed; more would only repeat them. */
const MOST_PAST = 8;

/** What the agent did and why, and what to do next, in words that need no machine learning. */
export function agentDecisions(input: ReportInput): Html {
  const { agent } = input;
  if (agent === undefined) return html``;
  return html`<section>
    <h2>What the agent decided, and why</h2>
    ${stopWords(agent)} ${nextStep(input, agent)} ${forecastWords(agent)} ${arms(agent)}
    ${decisions(agent)} ${record(agent)}
  </section>`;
}

function stopWords(agent: AgentReport): Html {
  const { stop, holdout } = agent;
  const asked = agent.decisions[agent.decisionAsked ?? -1];
  if (asked !== undefined) return askedWords(asked);
  if (stop === null) return html`<p>The work goes on: more labels are asked for.</p>`;
  return html`<p>
      <b>${stop.text}</b>
      ${
        stop.savedLabels > 0
          ? `${whole(stop.savedLabels)} labels of the budget were not bought.`
          : ''
      }
    </p>
    ${
      stop.probabilityWrong !== null &&
      html`<p>
        The probability that stopping here is a mistake is ${percent(stop.probabilityWrong, 0)}, by
        the learning curve measured on ${whole(holdout.items)} items.
      </p>`
    }
    ${
      holdout.items === 0 &&
      html`<p>
        There was no holdout to measure on, so the agent neither forecast nor stopped early: it
        spent the budget.
      </p>`
    }`;
}

/** A stop that waits for a person. */
function askedWords({ id, text, probabilityWrong, priceOfWaitingLabels }: RunDecision): Html {
  return html`<div class="callout">
    <p>
      <b>A person has to decide whether to stop.</b> ${text}
      ${
        probabilityWrong !== null &&
        html`The probability that stopping is a mistake is ${percent(probabilityWrong, 0)};`
      }
      one more round of evidence costs ${whole(priceOfWaitingLabels)} labels. Answer with
      <code>alaas decide --approve ${id}</code>, <code>--veto ${id}</code> or
      <code>--postpone ${id}</code>, then run again.
    </p>
  </div>`;
}

/** Advice by the reason of the stop. */
function nextStep(input: ReportInput, { stop }: AgentReport): Html {
  if (stop === null) return html``;
  return html`<div class="callout">
    <p><b>What to do next.</b> ${adviceFor(stop, input)}</p>
  </div>`;
}

function adviceFor({ reason, savedLabels }: RunStop, input: ReportInput): Html {
  switch (reason) {
    case 'gain-exhausted':
      return html`Use the model, and keep the ${whole(savedLabels)} labels: more of them would
        hardly help. If the model is not good enough yet, other data or another encoder will bring
        more than labels. To label on all the same, set <code>earlyStop: false</code> below
        <code>agent:</code> and run again.`;
    case 'target-reached':
      return html`Use the model: it does what was asked. Measure it now and then on fresh items. To
        go on, raise <code>target</code> below <code>agent:</code> and run again.`;
    case 'budget-spent':
      return stillRising(input)
        ? html`The curve still rises at its end: a larger <code>budget:</code> will bring more. Set
            it and run again.`
        : html`The curve is flat at its end: other data or another encoder will bring more than
          further labels.`;
    default:
      return html`Every usable item is labelled. Add items to the pool and run again to go on.`;
  }
}

/** Rise over the last third of the labels that still counts as one. */
const RISE = 0.01;

function stillRising({ curve }: ReportInput): boolean {
  const last = curve.at(-1);
  if (last === undefined) return true;
  const before = curve.findLast(({ labels }) => labels <= (2 / 3) * last.labels);
  return before === undefined || last.accuracy - before.accuracy > RISE;
}

function forecastWords({ forecast, metric }: AgentReport): Html {
  const end = forecast.at(-1);
  if (end === undefined) return html``;
  const name = metric === 'accuracy' ? 'accuracy' : 'macro-F1';
  return html`<p>
    With the whole budget (${whole(end.labels)} labels), ${name} of ${percent(end.p50)} is expected;
    four times out of five it will lie between ${percent(end.p10)} and ${percent(end.p90)}.
  </p>`;
}

const STATUS: Readonly<Record<RunArm['status'], string>> = {
  champion: 'delivered',
  racing: 'still tried',
  dropped: 'dropped',
  failed: 'failed',
};

function arms({ arms: all }: AgentReport): Html {
  if (all.length < 2) return html``;
  return html`<h3>Strategies that were tried</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Strategy</th>
            <th>Labels</th>
            <th>On the holdout</th>
            <th class="words">What became of it</th>
          </tr>
        </thead>
        <tbody>
          ${all.map(
            (arm) =>
              html`<tr>
                <th>${arm.strategy}</th>
                <td>${whole(arm.labels)}</td>
                <td>${arm.value === null ? '–' : percent(arm.value)}</td>
                <td class="words">${STATUS[arm.status]}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

const fate: Readonly<Record<RunDecision['status'], string>> = {
  taken: '',
  asked: 'Nobody was there to be asked, so the work went on.',
  approved: 'A person agreed.',
  vetoed: 'A person refused.',
  postponed: 'A person put it off.',
  reverted: 'A person undid it.',
  'continued-on-purpose': 'It was not carried out, to measure whether it would have been wrong.',
};

function decisions({ decisions: every, stop, decisionAsked }: AgentReport): Html {
  // The last stop is the headline of this section.
  const told = stop === null ? decisionAsked : every.length - 1;
  const all = every.filter(({ id }) => id !== told);
  if (all.length === 0) return html``;
  return html`<h3>Decisions on the way</h3>
    <ul>
      ${all.map(
        ({ spent, text, probabilityWrong, priceOfWaitingLabels, status }) =>
          html`<li>
            After ${whole(spent)} labels: ${text} ${fate[status]}
            ${
              probabilityWrong !== null &&
              html`<small
                >Probability of being wrong ${percent(probabilityWrong, 0)}; waiting for one more
                round would have cost ${whole(priceOfWaitingLabels)} labels.</small
              >`
            }
          </li>`,
      )}
    </ul>`;
}

function record({ record: all }: AgentReport): Html {
  if (all.length === 0) return html``;
  const held = all.filter(({ p10, p90, measured }) => p10 <= measured && measured <= p90).length;
  const step = Math.max(1, Math.ceil(all.length / MOST_PAST));
  const shown = all.filter((_, i) => i % step === 0);
  return html`<h3>Forecasts against what came true</h3>
    <p>
      ${whole(held)} of ${whole(all.length)} forecasts made on the way held the value that was
      measured later; about four of five should.
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
