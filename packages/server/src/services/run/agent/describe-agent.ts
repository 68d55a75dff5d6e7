import type {
  ForecastPoint,
  PastForecast,
  RunArm,
  RunDecision,
  RunRung,
  RunStop,
} from '@alaas/contracts';
import {
  classForecasts,
  curveOf,
  regretsOf,
  remainingLabels,
  rungsOf,
  settleForecasts,
  valueOf,
  wilsonInterval,
  type AgentState,
  type Arm,
  type ArmPoint,
  type Decision,
  type Interval,
  type TrackedForecast,
} from '@alaas/core';

import type { RunRecord } from '../../../storage/run-record.js';
import type { AgentReport } from '../../outputs/report/agent-report.js';
import { pointInterval } from '../results/share-error.js';

/** Points of the forecast band that is drawn. */
const BAND_POINTS = 9;
/** From fewer points a forecast is mostly prior. */
const FEWEST_POINTS = 3;

/** The agent's state as people are told of it. */
export function describeAgent(state: AgentState): AgentReport {
  const { settings, holdout, champion } = state;
  return {
    mode: settings.mode === 'replay' ? 'compare' : settings.mode,
    metric: settings.metric,
    champion,
    holdout: { items: holdout.targets.length, bought: holdout.rows.length > 0 },
    stop: describeStop(state),
    decisionAsked: askedDecision(state),
    decisions: describeDecisions(state),
    arms: describeArms(state),
    rungs: describeRungs(state),
    forecast: describeForecast(state),
    record: describeRecord(state),
    classes: classForecasts(state),
    regrets: regretsOf(state),
  };
}

/** Number of the decision that waits for a person. */
export function askedDecision({ pending }: AgentState): number | null {
  return pending.kind === 'ask' ? pending.decision : null;
}

/** Why no more labels are bought; null while the work goes on. */
export function describeStop(state: AgentState): RunStop | null {
  const { decisions, pending } = state;
  if (pending.kind !== 'deliver') return null;
  const stop = decisions.findLast(
    ({ kind, status }) => kind === 'stop' && (status === 'taken' || status === 'approved'),
  );
  if (stop === undefined) return null;
  return {
    reason: stop.reason,
    text: stop.text,
    savedLabels: remainingLabels(state),
    probabilityWrong: stop.probabilityWrong === 0 ? null : stop.probabilityWrong,
  };
}

/** Every decision, with what a person can still do about it. */
export function describeDecisions(state: AgentState): RunDecision[] {
  return state.decisions.map((decision) => ({
    ...decision,
    evidence: { ...decision.evidence },
    can: [...possibilities(decision, state)],
  }));
}

function possibilities(
  { id, kind, status, arm: armId }: Decision,
  { pending, arms }: AgentState,
): RunDecision['can'] {
  if (pending.kind === 'ask' && pending.decision === id) return ['approve', 'veto', 'postpone'];
  const isOut = arms.some((arm) => arm.id === armId && arm.status !== 'racing');
  const open = kind === 'drop' && status === 'taken' && isOut && pending.kind !== 'deliver';
  return open ? ['veto'] : [];
}

/** Every arm with its points. */
export function describeArms(state: AgentState): RunArm[] {
  return state.arms.map(({ id, status, rows, reason, droppedAt, points }) => {
    const measured = points.map((point) => ({
      labels: point.labels,
      spent: point.spent,
      value: valueOf(point, state),
      interval: intervalOf(point, state),
    }));
    return {
      strategy: id,
      status: id === state.champion ? 'champion' : status,
      labels: rows.length,
      value: measured.at(-1)?.value ?? null,
      reason,
      droppedAt,
      points: measured,
    };
  });
}

/** Accuracy is a share of the holdout; macro-F1 is none, and comes with its bootstrap error. */
function intervalOf(
  { accuracy, macroF1, macroF1Error }: ArmPoint,
  { settings, holdout }: AgentState,
): Interval | null {
  const items = holdout.targets.length;
  if (accuracy === null || macroF1 === null || items === 0) return null;
  if (settings.metric === 'accuracy') return wilsonInterval(Math.round(accuracy * items), items);
  if (macroF1Error === undefined) return null;
  return pointInterval({ value: macroF1, standardError: macroF1Error }, items);
}

/** The bracket: who raced in each stage, and who was dropped. */
export function describeRungs(state: AgentState): RunRung[] {
  return rungsOf(state).map((rung) => ({ ...rung, arms: [...rung.arms] }));
}

/** What is expected up to the end of the budget; empty where nothing can be said. */
export function describeForecast(state: AgentState): ForecastPoint[] {
  const champion = championOf(state);
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

/** Forecasts of the past whose outcome is known. */
export function describeRecord(state: AgentState): PastForecast[] {
  return settled(state).map(({ atLabels, forLabels, p10, p50, p90, outcome, held }) => ({
    atLabels,
    labels: forLabels,
    p10,
    p50,
    p90,
    measured: outcome!,
    held: held!,
  }));
}

/** What is known of forecasts and stops in the end, to be kept for the track record. */
export function recordOf(state: AgentState): RunRecord {
  return { forecasts: settled(state), regrets: regretsOf(state) };
}

function settled(state: AgentState): TrackedForecast[] {
  const champion = championOf(state);
  const points = champion.points.flatMap((point) => {
    const value = valueOf(point, state);
    return value === null ? [] : [{ labels: point.labels, value }];
  });
  const own = state.forecasts.filter(({ arm }) => arm === champion.id);
  if (points.length === 0) return [];
  const { classCount, metric } = state.settings;
  const options = { classCount, metric, holdout: state.holdout.targets.length };
  return settleForecasts(own, points, options).filter(({ outcome }) => outcome !== undefined);
}

function championOf({ arms, champion }: AgentState): Arm {
  return arms.find(({ id }) => id === champion)!;
}
