import type { ProjectConfig } from '@alaas/contracts';
import {
  labellingCost,
  type LabellingCost,
  type Proof,
  type ProofJudgement,
  type ProofSavings,
} from '@alaas/core';

import { whole } from '../outputs/page/format.js';
import { metricName } from '../outputs/page/metric-name.js';
import { priceWords } from '../outputs/page/price-words.js';
import type { PocAdvantage, PocForecast, PocSavings, PocTarget } from './poc-report.js';

/** The comparison with random picks, in words that need no machine learning. */
export function advantageOf(
  { advantage, champion }: Proof,
  verdict: PocAdvantage['verdict'],
): PocAdvantage {
  if (advantage === undefined) {
    const text = 'The labels are too few to race strategies against random picks.';
    return { verdict, text, difference: null, low: null, high: null };
  }
  const { difference, low, high, fromLabels, toLabels } = advantage;
  const words = {
    better: 'Choosing items actively pays off here.',
    nothing: 'Active learning brings nothing here.',
    open: 'Whether active learning brings anything here is not shown.',
  }[verdict];
  const figures = `From ${whole(fromLabels)} to ${whole(toLabels)} labels, ${champion} was ${points(Math.abs(difference))} points ${difference < 0 ? 'worse' : 'better'} than random picks on average (95 % interval of the difference: ${points(low)} to ${points(high)}).`;
  return { verdict, text: `${words} ${figures}`, difference, low, high };
}

/** What the whole budget will bring. */
export function forecastText(
  { shape, budget }: Omit<PocForecast, 'text'>,
  metric: ProjectConfig['agent']['metric'],
): string {
  const { labels, p10, p50, p90, cost } = budget;
  const price = priceWords(cost);
  const text = `With ${whole(labels)} labels${price && ` (${price})`}, ${metricName(metric)} of about ${share(p50)} is expected; four times out of five it will lie between ${share(p10)} and ${share(p90)}.`;
  return shape === 'ok'
    ? text
    : `${text} Do not rely on it: the curve so far has a shape that no known curve has.`;
}

/** Labels to the target; null where none was set. */
export function targetOf(
  { forecast }: Proof,
  metric: ProjectConfig['agent']['metric'],
): PocTarget | null {
  const { toTarget } = forecast;
  if (toTarget === undefined) return null;
  const { target, atMost, p10, p50, p90, probabilityUnreachable } = toTarget;
  const chance = share(1 - probabilityUnreachable);
  const range = p50 === undefined ? '' : ` About ${whole(p50)} labels will do.`;
  return {
    text: `${whole(atMost)} labels reach the target${metric === 'accuracy' ? '' : ' in macro-F1'} of ${share(target)} with a probability of ${chance}.${range}`,
    target,
    withinLabels: atMost,
    p10: p10 ?? null,
    p50: p50 ?? null,
    p90: p90 ?? null,
    probabilityUnreachable,
  };
}

/** What is likely to be saved, in labels, money and days. */
export function savingsOf(
  { forecast: { saved } }: Proof,
  { advantage }: ProofJudgement,
  { agent }: ProjectConfig,
): PocSavings {
  const nothing = { p10: null, p50: null, p90: null, atMost: saved?.atMost ?? 0, cost: {} };
  if (saved === undefined) {
    return { text: 'What would be saved is not known.', kind: 'unknown', ...nothing };
  }
  if (advantage === 'nothing') {
    const text = 'Nothing is likely to be saved: random picks are as good here.';
    return { text, kind: 'none', ...nothing };
  }
  const { p10, p50, p90, atMost } = saved;
  const cost = p50 === null || p50 < 0 ? {} : labellingCost(p50, agent);
  return { text: savingsText(saved, cost), kind: 'estimated', p10, p50, p90, atMost, cost };
}

function savingsText({ labels, p10, p50, p90, atMost }: ProofSavings, cost: LabellingCost): string {
  const count = (value: number | null) =>
    value === null ? `more than ${whole(atMost)}` : whole(value);
  if (p50 !== null && p50 <= 0) {
    return `Probably nothing is saved at ${whole(labels)} labels; at best ${count(p90)}.`;
  }
  const needed =
    p50 === null ? `more than ${whole(labels + atMost)}` : `about ${whole(labels + p50)}`;
  const price = priceWords(cost);
  const doubt =
    p10 !== null && p10 <= 0 ? 'perhaps nothing' : `at least ${count(p10)} in nine cases of ten`;
  return `Random picks would need ${needed} labels to be as good as ${whole(labels)} chosen ones: ${p50 === null ? `${count(null)} labels` : `about ${whole(p50)} labels`} saved${price && ` (${price})`}, ${doubt}${p90 === null ? '' : `, at most ${count(p90)} in nine of ten`}. This takes it that the advantage measured so far keeps its proportion.`;
}

/** A share as a percentage with one decimal. */
export function share(value: number): string {
  return `${points(value)} %`;
}

/** A share in points with one decimal. */
function points(value: number): string {
  return (100 * value).toFixed(1);
}
