import type { AgentForecast, AgentState } from './agent-state.js';
import { curveOf } from './arm-curve.js';
import { armOf, remainingLabels } from './spending.js';

/** With fewer points a forecast is mostly prior. */
const FEWEST_POINTS = 3;

/**
 * Notes what the champion's curve is expected to be at one and a half times its labels, at twice,
 * and at the end of the budget, so that it can be held against what comes.
 */
export function recordForecasts(state: AgentState): AgentState {
  const champion = armOf(state, state.champion);
  const curve = champion.points.length < FEWEST_POINTS ? undefined : curveOf(state, champion);
  if (curve === undefined) return state;
  const atLabels = champion.rows.length;
  const end = atLabels + remainingLabels(state);
  const wanted = [Math.round(1.5 * atLabels), 2 * atLabels, end];
  const forecasts = [...new Set(wanted)]
    .filter((labels) => labels > atLabels && labels <= end)
    .map((forLabels): AgentForecast => {
      const { p10, p50, p90 } = curve.forecast(forLabels);
      return { arm: champion.id, atLabels, forLabels, p10, p50, p90 };
    });
  return { ...state, forecasts: [...state.forecasts, ...forecasts] };
}
