import {
  curveOf,
  remainingLabels,
  settleForecasts,
  valueOf,
  type AgentState,
  type Arm,
  type Decision,
} from '@alaas/core';

import type {
  AgentArm,
  AgentDecision,
  AgentReport,
  AgentStop,
  ForecastPoint,
  PastForecast,
} from '../../outputs/report/agent-report.js';

/** Points of the forecast band that is drawn. */
const BAND_POINTS = 9;
/** From fewer points a forecast is mostly prior. */
const FEWEST_POINTS = 3;

/** The agent's state as people are told of it. */
export function describeAgent(state: AgentState): AgentReport {
  const { settings, holdout, decisions } = state;
  const champion = state.arms.find(({ id }) => id === state.champion)!;
  return {
    mode: settings.mode === 'replay' ? 'compare' : settings.mode,
    metric: settings.metric,
    champion: state.champion,
    holdout: { items: holdout.targets.length, bought: holdout.rows.length > 0 },
    stop: stopOf(state),
    decisions: decisions.filter(({ kind }) => kind !== 'stop').map(toDecision),
    arms: state.arms.map((arm) => toArm(arm, state)),
    forecast: bandOf(champion, state),
    record: recordOf(champion, state),
  };
}

function stopOf(state: AgentState): AgentStop | undefined {
  const { decisions, pending } = state;
  if (pending.kind !== 'deliver') return undefined;
  const stop = decisions.findLast(({ kind, status }) => kind === 'stop' && status === 'taken');
  if (stop === undefined) return undefined;
  const certain = stop.probabilityWrong === null || stop.probabilityWrong === 0;
  return {
    reason: stop.reason,
    text: stop.text,
    savedLabels: remainingLabels(state),
    ...(!certain && { probabilityWrong: stop.probabilityWrong }),
  };
}

function toDecision({ spent, text, probabilityWrong, ...decision }: Decision): AgentDecision {
  return {
    spent,
    text,
    priceOfWaitingLabels: decision.priceOfWaitingLabels,
    ...(probabilityWrong !== null && { probabilityWrong }),
  };
}

function toArm(arm: Arm, state: AgentState): AgentArm {
  const last = arm.points.at(-1);
  const value = last && valueOf(last, state);
  return {
    strategy: arm.id,
    status: arm.id === state.champion ? 'champion' : arm.status,
    labels: arm.rows.length,
    ...(value != null && { value }),
    ...(arm.reason !== null && { reason: arm.reason }),
  };
}

function bandOf(champion: Arm, state: AgentState): ForecastPoint[] {
  const curve = champion.points.length < FEWEST_POINTS ? undefined : curveOf(state, champion);
  const from = champion.rows.length;
  const to = from + remainingLabels(state);
  if (curve === undefined || to === from) return [];
  const places = Array.from({ length: BAND_POINTS }, (_, i) =>
    Math.round(from + ((to - from) * i) / (BAND_POINTS - 1)),
  );
  return [...new Set(places)].map((labels) => {
    const { p10, p50, p90 } = curve.forecast(labels);
    return { labels, p10, p50, p90 };
  });
}

function recordOf(champion: Arm, state: AgentState): PastForecast[] {
  const points = champion.points.flatMap((point) => {
    const value = valueOf(point, state);
    return value === null ? [] : [{ labels: point.labels, value }];
  });
  const own = state.forecasts.filter(({ arm }) => arm === champion.id);
  return settleForecasts(own, points).flatMap(({ outcome, ...forecast }) => {
    if (outcome === undefined) return [];
    const { atLabels, forLabels, p10, p50, p90 } = forecast;
    return [{ atLabels, labels: forLabels, p10, p50, p90, measured: outcome }];
  });
}
