import type { DomainFitReport } from '../domain-fit/domain-fit.js';
import type { AgentState } from './agent-state.js';

/**
 * The state of an agent that knows how its data fit: bands of forecasts are as much wider as the data
 * are unlike those that the predictor was calibrated on, and where forecasts cannot be relied on no
 * early stop is taken without a person. Pure.
 */
export function heedFit(
  state: AgentState,
  { bandWidening, verdict }: Pick<DomainFitReport, 'bandWidening' | 'verdict'>,
): AgentState {
  const forecastsHold = verdict !== 'do-not-rely-on-the-forecast';
  const { settings } = state;
  const isKnown =
    (settings.bandWidening ?? 1) === bandWidening &&
    (settings.forecastsHold ?? true) === forecastsHold;
  return isKnown ? state : { ...state, settings: { ...settings, bandWidening, forecastsHold } };
}
