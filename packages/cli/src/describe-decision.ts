import type { RunDecision } from '@alaas/contracts';

import { percent } from './text-table.js';

/** A decision with its evidence and what can be done about it, in a few lines. */
export function describeDecision(decision: RunDecision): string {
  const { id, spent, text, evidence, probabilityWrong, priceOfWaitingLabels, can } = decision;
  const figures = Object.entries(evidence).map(([name, value]) => `${name} ${figure(value)}`);
  return [
    `Decision ${id}, after ${spent} labels: ${text}`,
    ...(figures.length > 0 ? [`  Evidence: ${figures.join(', ')}.`] : []),
    ...(probabilityWrong === null
      ? []
      : [`  Probability that it is a mistake: ${percent(probabilityWrong)}.`]),
    `  One more round of evidence costs ${priceOfWaitingLabels} labels.`,
    ...can.map((what) => `  alaas decide --${what} ${id}`),
  ].join('\n');
}

function figure(value: number | string | null): string {
  if (value === null) return 'unknown';
  return typeof value === 'number' ? String(Math.round(value * 10_000) / 10_000) : value;
}
