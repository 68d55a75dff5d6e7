import { CodedError } from '../errors.js';
import { nearestName } from '../numeric/nearest-name.js';
import { METRICS, type Metric } from '../predictor/measured-points.js';

/** How arms are run; see the file of each in `modes/`. */
export const AGENT_MODES = ['auto', 'compare', 'paper', 'replay'] as const;

/** One of `AGENT_MODES`. */
export type AgentMode = (typeof AGENT_MODES)[number];

/** Random labelled items that are measured on and never trained on before delivery. */
export type AgentHoldout =
  /** Given by the user at no cost: the class of each item. */
  | { readonly kind: 'given'; readonly targets: readonly number[] }
  /** Drawn at random from the pool and paid out of the budget. */
  | { readonly kind: 'bought'; readonly items: number }
  | { readonly kind: 'none' };

/** What an agent is asked to do. Plain data: it is kept with the state. */
export interface AgentSettings {
  readonly mode: AgentMode;
  /** Strategy ids; the first is the champion until another has proved better. */
  readonly arms: readonly string[];
  /** Labels in all, at least 1: cold start, holdout and every arm together. */
  readonly budgetLabels: number;
  /** Items that can be labelled. */
  readonly poolSize: number;
  /** Classes, at least 2. */
  readonly classCount: number;
  readonly seed: number;
  readonly metric: Metric;
  /** Stop when this is reached, in (0, 1]. */
  readonly target: number | null;
  readonly holdout: AgentHoldout;
  /** Labels of the shared cold start, at least 1. */
  readonly coldStart: number;
  /** Labels per batch, or `grow`: 1.25 times what is labelled. */
  readonly batch: number | 'grow';
  /** Whether to stop before the budget is spent. */
  readonly earlyStop: boolean;
  /** Rest of the gain, in units of the metric, that is not worth the rest of the budget. */
  readonly gainThreshold: number;
  /** Whether a person has to agree to an early stop. */
  readonly approval: 'automatic' | 'person';
  /** Share of automatic early stops that are not carried out, to measure how many are wrong. */
  readonly continuedShare: number;
  /** Factor by which forecast bands are wider than usual, from 1; see `DomainFitReport`. Default 1. */
  readonly bandWidening?: number | undefined;
  /** Whether early stops may rest on forecasts; where not, they are for a person. Default true. */
  readonly forecastsHold?: boolean | undefined;
}

/** Gain that is called the end of useful gain unless settings say otherwise. */
export const GAIN_THRESHOLD = 0.02;

/** Labels of a cold start: one per class, and enough to train on. */
export function coldStartLabels(classCount: number): number {
  return Math.max(10, classCount);
}

/** Where what the table of errors says in general would not help. */
const REMEDIES: Partial<Record<keyof AgentSettings, string>> = {
  classCount: 'Give labels of two classes or more: with one class there is nothing to learn.',
};

/**
 * @throws CodedError `AGENT_SETTING_INVALID` naming the setting, its value and what it may be.
 */
export function checkSettings(settings: AgentSettings): void {
  checkMode(settings.mode);
  const whole = (value: number, low: number, high: number) =>
    Number.isInteger(value) && value >= low && value <= high;
  const { budgetLabels, poolSize, arms, target, batch, holdout } = settings;
  const rules: readonly [keyof AgentSettings, boolean, string][] = [
    ['metric', METRICS.includes(settings.metric), `one of ${METRICS.join(', ')}`],
    ['poolSize', whole(poolSize, 1, Number.MAX_SAFE_INTEGER), 'at least one item'],
    [
      'budgetLabels',
      whole(budgetLabels, 1, poolSize),
      `a whole number from 1 to the pool's ${poolSize} items`,
    ],
    ['classCount', whole(settings.classCount, 2, poolSize + 1e6), 'at least 2 classes'],
    [
      'arms',
      arms.length > 0 && new Set(arms).size === arms.length,
      'one strategy or more, each once',
    ],
    ['target', target === null || (target > 0 && target <= 1), 'a share above 0 and up to 1'],
    [
      'coldStart',
      whole(settings.coldStart, 1, Number.MAX_SAFE_INTEGER),
      'a whole number from 1 on',
    ],
    [
      'batch',
      batch === 'grow' || whole(batch, 1, Number.MAX_SAFE_INTEGER),
      'a whole number from 1 on, or "grow"',
    ],
    [
      'gainThreshold',
      settings.gainThreshold >= 0 && settings.gainThreshold < 1,
      'a number from 0 to below 1',
    ],
    [
      'continuedShare',
      settings.continuedShare >= 0 && settings.continuedShare <= 1,
      'a share from 0 to 1',
    ],
    ['bandWidening', (settings.bandWidening ?? 1) >= 1, 'a factor from 1 on'],
    [
      'holdout',
      holdout.kind !== 'bought' || whole(holdout.items, 1, budgetLabels - 1),
      'fewer items than the budget',
    ],
  ];
  for (const [field, ok, need] of rules) {
    if (ok) continue;
    const value = settings[field];
    throw new CodedError(
      'AGENT_SETTING_INVALID',
      `${field} must be ${need}, not ${JSON.stringify(value)}.`,
      { field, value, ...(field in REMEDIES && { remedy: REMEDIES[field] }) },
    );
  }
}

/** @throws CodedError `AGENT_SETTING_INVALID` unless it is one of `AGENT_MODES`, with the nearest. */
export function checkMode(mode: string): void {
  if ((AGENT_MODES as readonly string[]).includes(mode)) return;
  const meant = nearestName(mode, AGENT_MODES);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  throw new CodedError('AGENT_SETTING_INVALID', `There is no mode "${mode}" of the agent.${hint}`, {
    field: 'mode',
    value: mode,
    remedy: `Use one of: ${AGENT_MODES.join(', ')}.`,
  });
}
