import type { RunDecision, RunStop } from '@alaas/contracts';

import { html, type Html } from '../../page/html.js';
import { chance, whole } from '../../page/format.js';
import type { ReportInput } from '../report-input.js';

/** Advice about the data that is repeated at the top; the rest is in its section. */
const MOST_REASONS = 2;

/** What to do, in order, for a reader who knows no machine learning. */
export function nextSteps(input: ReportInput): Html {
  const steps = [firstStep(input), ...fitSteps(input), ...scarceSteps(input)];
  return html`<div class="callout">
    <p><b>What to do next.</b></p>
    <ol>
      ${steps.map((step) => html`<li>${step}</li>`)}
    </ol>
  </div>`;
}

function firstStep(input: ReportInput): Html {
  const { agent, waiting } = input;
  if (waiting !== undefined) {
    return html`Label the ${whole(waiting.items)} ${waiting.items === 1 ? 'item' : 'items'} in
      <code>${waiting.file}</code>, bring the labels back with <code>alaas label import</code>, and
      run <code>alaas run</code> again.`;
  }
  const asked = agent?.decisions[agent.decisionAsked ?? -1];
  if (asked !== undefined) return askedStep(asked);
  if (agent === undefined) return budgetStep(input);
  if (agent.stop === null) return html`Run <code>alaas run</code> again: the work goes on.`;
  return stopStep(agent.stop, input);
}

/** A stop that waits for a person. */
function askedStep({ id, text, probabilityWrong, priceOfWaitingLabels }: RunDecision): Html {
  return html`<b>Decide whether to stop labelling.</b> ${text}
    ${
      probabilityWrong !== null &&
      html`The probability that stopping is a mistake is ${chance(probabilityWrong)};`
    }
    one more round of evidence costs ${whole(priceOfWaitingLabels)} labels. Answer with
    <code>alaas decide --approve ${id}</code> (stop), <code>--veto ${id}</code> (go on) or
    <code>--postpone ${id}</code> (ask again later), then run <code>alaas run</code> again.`;
}

function stopStep({ reason, savedLabels }: RunStop, input: ReportInput): Html {
  switch (reason) {
    case 'gain-exhausted':
      return html`Use the model, and keep the ${whole(savedLabels)} labels that are left: more of
        them would hardly help. If the model is not good enough yet, other data or another encoder
        will bring more than labels. To label on all the same, set
        <code>earlyStop: false</code> below <code>agent:</code> and run again.`;
    case 'target-reached':
      return html`Use the model: it does what was asked. Measure it now and then on fresh items. To
        go on, raise <code>target</code> below <code>agent:</code> and run again.`;
    case 'target-out-of-reach':
      return html`The target will not be reached with this budget. Lower it, raise the budget, or
      try another encoder; join classes that need not be told apart.`;
    case 'budget-spent':
      return budgetStep(input);
    default:
      return html`Use the model: every usable item is labelled. Add items to the pool and run again
      to go on.`;
  }
}

function budgetStep(input: ReportInput): Html {
  if (input.curve.length === 0) {
    return html`Give labelled items as <code>test:</code> to learn how good the model is, before you
      rely on it.`;
  }
  return stillRising(input)
    ? html`Use the model, or go on: the curve still rises at its end, so that a larger
        <code>budget:</code> will bring more. Set it and run again.`
    : html`Use the model. The curve is flat at its end: if it is not good enough, other data or
      another encoder will bring more than further labels.`;
}

/** Rise over the last third of the labels that still counts as one. */
const RISE = 0.01;

function stillRising({ curve }: ReportInput): boolean {
  const last = curve.at(-1);
  if (last === undefined) return true;
  const before = curve.findLast(({ labels }) => labels <= (2 / 3) * last.labels);
  return before === undefined || last.accuracy - before.accuracy > RISE;
}

function fitSteps({ fit }: ReportInput): Html[] {
  // Where nothing was measured the first step says so already.
  if (fit.measures === null) return [];
  return fit.reasons
    .toSorted((a, b) => Number(b.severity === 'severe') - Number(a.severity === 'severe'))
    .slice(0, MOST_REASONS)
    .map(({ text, advice }) => html`${text} ${advice}`);
}

function scarceSteps({ scarce }: ReportInput): Html[] {
  if (scarce === undefined) return [];
  return [html`${scarce.text}`];
}
