import type { ProjectConfig } from '@alaas/contracts';
import { judgeProof, labellingCost, type Proof, type ProofJudgement } from '@alaas/core';

import { whole } from '../outputs/page/format.js';
import type { ProofData } from './arrange-proof.js';
import { nextSteps } from './next-steps.js';
import type { PocForecast, PocForecastPoint, PocReport } from './poc-report.js';
import { advantageOf, forecastText, savingsOf, share, targetOf } from './statements.js';

/** Shares of the budget that are forecast. */
const SHARES = [0.25, 0.5, 0.75, 1];
/** Steps of the curve that is drawn. */
const CURVE_STEPS = 16;

/** A report but for where it lies and how long it took. */
export type DescribedProof = Omit<PocReport, 'outputs' | 'seconds'>;

/** Puts a proof into words and names. */
export function describeProof(
  proof: Proof,
  data: ProofData,
  config: ProjectConfig,
): DescribedProof {
  const judgement = judgeProof(proof);
  const { items, labelled, targets, classes } = data;
  const { domainFit, race, arms, champion } = proof;
  const forecast = forecastOf(proof, config);
  return {
    project: config.project,
    metric: config.agent.metric,
    verdict: judgement.verdict,
    summary: summaryOf(judgement, { labels: labelled.length, forecast }),
    reasons: judgement.reasons,
    nextSteps: nextSteps({ judgement, data, budget: config.budget }),
    labels: {
      known: data.knownLabels,
      used: labelled.length,
      perClass: classes.map((name, c) => ({ name, labels: domainFit.classCounts[c] ?? 0 })),
    },
    pool: {
      items: items.length,
      unlabelled: items.length - data.knownLabels,
      copies: data.copies,
    },
    domainFit,
    doubtfulItems: domainFit.noise.doubtful.map((place) => ({
      item: items[labelled[place]!]!,
      label: classes[targets[place]!]!,
    })),
    race: {
      measuredOn: data.test ? 'test-set' : 'random-holdouts',
      holdoutItems: race.holdoutItems,
      racedItems: race.racedItems,
      choiceLabels: race.choiceLabels,
      arms,
      champion,
      advantage: advantageOf(proof, judgement.advantage),
    },
    forecast,
    target: targetOf(proof, config.agent.metric),
    savings: savingsOf(proof, judgement, config),
    notes: data.notes,
  };
}

function forecastOf({ forecast, domainFit, race }: Proof, config: ProjectConfig): PocForecast {
  const { curve, shape, selfAssessment } = forecast;
  const { agent, budget } = config;
  const valueAt = (labels: number) => {
    const { p10, p50, p90 } = curve.forecast(labels);
    return { labels, p10, p50, p90 };
  };
  const at = (labels: number): PocForecastPoint => ({
    ...valueAt(labels),
    cost: labellingCost(labels, agent),
  });
  const counts = new Set(SHARES.map((part) => Math.max(1, Math.round(part * budget))));
  const { forecasts, coverage, meanError } = selfAssessment;
  const told = {
    shape: shape.kind,
    budget: at(budget),
    points: [...counts].map(at),
    curve: countsBetween(race.racedItems, budget).map(valueAt),
    selfAssessment:
      coverage === undefined || meanError === undefined
        ? null
        : { forecasts: forecasts.length, coverage, meanError },
    bandWidening: domainFit.bandWidening,
  };
  return { ...told, text: forecastText(told, agent.metric) };
}

/** Rising numbers of labels, by equal factors; the budget alone where it is not beyond. */
function countsBetween(from: number, budget: number): readonly number[] {
  if (from >= budget) return [budget];
  const counts = Array.from({ length: CURVE_STEPS + 1 }, (_, i) =>
    Math.round(from * (budget / from) ** (i / CURVE_STEPS)),
  );
  return [...new Set(counts)];
}

function summaryOf(
  { verdict, reasons }: ProofJudgement,
  { labels, forecast }: { labels: number; forecast: PocForecast },
): string {
  const { labels: budget, p50 } = forecast.budget;
  switch (verdict) {
    case 'no-go':
      return `No go: ${reasons[0]!.text}`;
    case 'go':
      return `Go: ${whole(labels)} labels show a clear signal, and ${whole(budget)} labels will bring about ${share(p50)}.`;
    case 'go-with-care': {
      const count = reasons.length === 1 ? 'one thing' : `${reasons.length} things`;
      return `Go with care: it can be begun, with ${count} to mind. ${reasons[0]!.text}`;
    }
  }
}
