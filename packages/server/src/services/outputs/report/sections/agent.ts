import { html, type Html } from '../../page/html.js';
import { chance, percent, whole } from '../../page/format.js';
import { metricName } from '../../page/metric-name.js';
import type { RunArm, RunDecision } from '@alaas/contracts';

import type { AgentReport } from '../agent-report.js';
import type { ReportInput } from '../report-input.js';
import { bracket, decisionsOfRace } from './bracket.js';
import { lookingBack } from './looking-back.js';

/** What the agent did and why, and what to do next, in words that need no machine learning. */
export function agentDecisions(input: ReportInput): Html {
  const { agent } = input;
  if (agent === undefined) return html``;
  return html`<section>
    <h2>What the agent decided, and why</h2>
    ${stopWords(agent)} ${forecastWords(agent)} ${arms(agent)} ${bracket(agent)} ${decisions(agent)}
    ${lookingBack(input)}
  </section>`;
}

function stopWords(agent: AgentReport): Html {
  const { stop, holdout } = agent;
  const asked = agent.decisions[agent.decisionAsked ?? -1];
  if (asked !== undefined) {
    return html`<p><b>A person has to decide whether to stop.</b> ${asked.text}</p>
      ${evidence(asked)}`;
  }
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
          The probability that stopping here is a mistake is ${chance(stop.probabilityWrong)}, by
          the learning curve measured on ${whole(holdout.items)} items.
        </p>
        ${evidence(agent.decisions.findLast(({ reason }) => reason === stop.reason))}`
    }
    ${
      holdout.items === 0 &&
      html`<p>
        There was no holdout to measure on, so the agent neither forecast nor stopped early: it
        spent the budget.
      </p>`
    }`;
}

/** The figures that a decision rests on. */
function evidence(decision: RunDecision | undefined): Html {
  const figures = Object.entries(decision?.evidence ?? {});
  if (figures.length === 0) return html``;
  return html`<details>
    <summary>The figures that this rests on</summary>
    <dl class="facts">
      ${figures.map(
        ([name, value]) =>
          html`<dt>${EVIDENCE[name] ?? name}</dt>
            <dd>${figure(name, value)}</dd>`,
      )}
    </dl>
  </details>`;
}

const EVIDENCE: Readonly<Record<string, string>> = {
  gain: 'Gain still expected',
  threshold: 'Gain that would be worth the rest',
  probability: 'How sure this is',
  remaining: 'Labels left',
  target: 'Target',
  p10: 'At least, in nine cases of ten',
  p50: 'Expected',
  p90: 'At most, in nine cases of ten',
  budget: 'Budget',
  poolSize: 'Items of the pool',
};
const COUNTS: readonly string[] = ['remaining', 'budget', 'poolSize'];

function figure(name: string, value: number | string | null): string {
  if (typeof value !== 'number') return value ?? 'not known';
  return COUNTS.includes(name) ? whole(value) : percent(value);
}

function forecastWords({ forecast, metric }: AgentReport): Html {
  const end = forecast.at(-1);
  if (end === undefined) return html``;
  const name = metricName(metric);
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

function decisions(agent: AgentReport): Html {
  const { decisions: every, stop, decisionAsked } = agent;
  // The last stop is the headline of this section, and the race has told its own.
  const headline = stop === null ? decisionAsked : every.length - 1;
  const told = [headline, ...decisionsOfRace(agent)];
  const all = every.filter(({ id }) => !told.includes(id));
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
                >Probability of being wrong ${chance(probabilityWrong)}; waiting for one more round
                would have cost ${whole(priceOfWaitingLabels)} labels.</small
              >`
            }
          </li>`,
      )}
    </ul>`;
}
