import type { RunDecision, RunRung } from '@alaas/contracts';

import { html, type Html } from '../../page/html.js';
import { chance, percent, whole } from '../../page/format.js';
import type { AgentReport } from '../agent-report.js';

/** The race in its stages: who ran, who was dropped, when, and on what evidence. */
export function bracket({ rungs, decisions, mode }: AgentReport): Html {
  if (mode === 'auto' || rungs.length === 0) return html``;
  return html`<h3>The race, stage by stage</h3>
    <p>
      ${
        mode === 'paper'
          ? 'Each strategy paid for its own labels; at the end of each stage the one with the lowest forecast was dropped.'
          : 'All strategies began with the same labels and grew together; at the end of each stage the worse half was dropped. Labels that a dropped strategy had bought stayed in use.'
      }
    </p>
    ${rungs.map((rung) => stage(rung, decisions))}`;
}

const OUTCOMES = { kept: 'went on', dropped: 'dropped', racing: 'in the race' } as const;

/** Numbers of the decisions that the race, stage by stage, tells of. */
export function decisionsOfRace({ rungs, mode }: AgentReport): readonly number[] {
  if (mode === 'auto') return [];
  return rungs.flatMap(({ arms }) => arms.flatMap(({ decision }) => decision ?? []));
}

function stage({ number, spent, over, arms }: RunRung, decisions: readonly RunDecision[]): Html {
  const fate = (outcome: keyof typeof OUTCOMES) =>
    over && outcome === 'racing' ? 'delivered' : OUTCOMES[outcome];
  return html`<div class="scroll">
    <table>
      <caption>
        Stage ${number}, ${over ? 'over' : 'so far'} after ${whole(spent)} labels paid
      </caption>
      <thead>
        <tr>
          <th scope="col">Strategy</th>
          <th scope="col">Labels</th>
          <th scope="col">Measured</th>
          <th scope="col" class="words">What became of it, and why</th>
        </tr>
      </thead>
      <tbody>
        ${arms.map(
          ({ strategy, labels, value, outcome, decision }) =>
            html`<tr>
              <th scope="row">${strategy}</th>
              <td>${whole(labels)}</td>
              <td>${value === null ? '–' : percent(value)}</td>
              <td class="words">${fate(outcome)}${why(decisions[decision ?? -1])}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function why(decision: RunDecision | undefined): string {
  if (decision === undefined) return '';
  const { text, probabilityWrong } = decision;
  const doubt =
    probabilityWrong === null
      ? ''
      : ` Probability that this was a mistake: ${chance(probabilityWrong)}.`;
  return `: ${text}${doubt}`;
}
