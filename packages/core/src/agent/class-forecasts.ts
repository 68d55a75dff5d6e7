import { wilsonInterval, type Interval } from '../evaluation/intervals.js';
import { fitCurve } from '../predictor/fit-curve.js';
import { widenCurve } from '../predictor/widened-curve.js';
import type { Band } from '../predictor/weighted-values.js';
import type { AgentState, Arm } from './agent-state.js';
import { armOf, remainingLabels } from './spending.js';

/** How well items of one class are found, now and at the end of the budget. */
export interface ClassForecast {
  /** Class index. */
  readonly target: number;
  /** Items of the class in the holdout. */
  readonly items: number;
  readonly recall: number;
  /** 95 % Wilson interval. */
  readonly interval: Interval;
  /** Recall with the whole budget; null where nothing is left to buy, or the points are too few. */
  readonly forecast: (Band & { readonly labels: number }) | null;
}

/** Fewer items of a class say nothing about it. */
const FEWEST_ITEMS = 10;
/** Fewer points do not show how a curve bends. */
const FEWEST_POINTS = 4;
/** Classes that are forecast, those of the lowest recall: each costs a curve fit. */
const MOST_CLASSES = 20;
const MOST_POINTS = 12;

/**
 * Recall of the champion by class with its forecast, lowest first, for classes with at least ten
 * items in the holdout; empty without one. Cost: a curve fit for each of up to 20 classes.
 */
export function classForecasts(state: AgentState): readonly ClassForecast[] {
  const champion = armOf(state, state.champion);
  const correct = champion.points.at(-1)?.correct;
  if (correct == null) return [];
  const { targets } = state.holdout;
  const places = new Map<number, number[]>();
  targets.forEach((target, i) => places.set(target, [...(places.get(target) ?? []), i]));
  return [...places]
    .filter(([, own]) => own.length >= FEWEST_ITEMS)
    .map(([target, own]) => ({ target, own, hits: hitsOf(correct, own) }))
    .sort((a, b) => a.hits / a.own.length - b.hits / b.own.length)
    .slice(0, MOST_CLASSES)
    .map(({ target, own, hits }) => ({
      target,
      items: own.length,
      recall: hits / own.length,
      interval: wilsonInterval(hits, own.length),
      forecast: forecastOf(state, champion, own),
    }));
}

function forecastOf(
  state: AgentState,
  { points, rows }: Arm,
  places: readonly number[],
): ClassForecast['forecast'] {
  const labels = rows.length + remainingLabels(state);
  if (points.length < FEWEST_POINTS || labels === rows.length) return null;
  const measured = points.slice(-MOST_POINTS).flatMap((point) => {
    if (point.correct === null) return [];
    const value = hitsOf(point.correct, places) / places.length;
    return [{ labels: point.labels, value }];
  });
  const { classCount, bandWidening = 1 } = state.settings;
  // Macro-F1 is the mean over classes of figures like this one, and its curves have their bands.
  const fit = fitCurve(measured, { classCount, holdout: places.length, metric: 'macro-f1' });
  const { p10, p50, p90 } = widenCurve(fit, bandWidening).forecast(labels);
  return { labels, p10, p50, p90 };
}

function hitsOf(correct: string, places: readonly number[]): number {
  return places.filter((place) => correct[place] === '1').length;
}
