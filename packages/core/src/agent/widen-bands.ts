import type { AgentState } from './agent-state.js';

/**
 * The state of an agent whose forecasts have wider bands from now on, because its data are unlike
 * those that the predictor was calibrated on (`DomainFitReport.bandWidening`). Pure.
 *
 * @param factor from 1, which changes nothing.
 */
export function widenBands(state: AgentState, factor: number): AgentState {
  if ((state.settings.bandWidening ?? 1) === factor) return state;
  return { ...state, settings: { ...state.settings, bandWidening: factor } };
}
