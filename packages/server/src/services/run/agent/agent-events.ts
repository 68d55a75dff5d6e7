import type { RunEvent } from '@alaas/contracts';
import { valueOf, type AgentState } from '@alaas/core';

import { describeArms, describeDecisions, describeRungs } from './describe-agent.js';

/** What happened between two states of an agent; from its beginning where there is none before. */
export function eventsBetween(before: AgentState | undefined, now: AgentState): RunEvent[] {
  return [
    ...pointEvents(before, now),
    ...decisionEvents(before, now),
    ...armEvents(before, now),
    ...rungEvents(before, now),
    ...forecastEvents(before, now),
  ];
}

function pointEvents(before: AgentState | undefined, now: AgentState): RunEvent[] {
  return now.arms.flatMap(({ id, points }) => {
    const known = before?.arms.find((arm) => arm.id === id)?.points.length ?? 0;
    return points.slice(known).map((point): RunEvent => ({
      kind: 'point',
      strategy: id,
      labels: point.labels,
      spent: point.spent,
      value: valueOf(point, now),
    }));
  });
}

function decisionEvents(before: AgentState | undefined, now: AgentState): RunEvent[] {
  return describeDecisions(now)
    .filter(({ id, status }) => before?.decisions[id]?.status !== status)
    .map((decision) => ({ kind: 'decision', decision }));
}

function armEvents(before: AgentState | undefined, now: AgentState): RunEvent[] {
  const known = new Map(
    before && describeArms(before).map(({ strategy, status }) => [strategy, status]),
  );
  return describeArms(now)
    .filter(({ strategy, status }) => known.get(strategy) !== status)
    .map(({ strategy, status, reason }) => ({ kind: 'arm', strategy, status, reason }));
}

function rungEvents(before: AgentState | undefined, now: AgentState): RunEvent[] {
  const over = (state: AgentState) => describeRungs(state).filter((rung) => rung.over);
  const known = before === undefined ? 0 : over(before).length;
  return over(now)
    .slice(known)
    .map((rung) => ({ kind: 'rung', rung }));
}

function forecastEvents(before: AgentState | undefined, now: AgentState): RunEvent[] {
  return now.forecasts
    .slice(before?.forecasts.length ?? 0)
    .map(({ arm, atLabels, forLabels, p10, p50, p90 }) => ({
      kind: 'forecast',
      strategy: arm,
      atLabels,
      labels: forLabels,
      p10,
      p50,
      p90,
    }));
}
