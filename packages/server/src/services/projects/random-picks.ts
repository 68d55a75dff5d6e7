import type { RandomComparison } from '@alaas/contracts';
import {
  labelsSaved,
  skewOf,
  valueOf,
  type AgentState,
  type Arm,
  type MeasuredPoint,
} from '@alaas/core';

import { FEWEST_RANDOM_ITEMS } from '../run/learner/random-items.js';
import { pointInterval, shareError } from '../run/results/share-error.js';
import { readAgent } from './agent-store.js';
import type { ProjectLearner } from './learner-pool.js';
import type { ProjectWork } from './project-work.js';
import type { RandomCurve, RandomPicks } from './random-picks-record.js';

/** Picks by lot; where this arm races, its curve is better than one from inside the holdout. */
const RANDOM = 'random';
/** From fewer points a curve is mostly prior. */
const FEWEST_POINTS = 3;

/**
 * Holds the champion's latest point against random picks, where that was not done yet. People look at
 * it while they label: it is done beside a batch. Cost: some 100 ms, and once for a holdout 42 heads on
 * at most 400 items.
 *
 * @throws AlaasError of learner and database.
 */
export async function keepRandomPicks(
  { database: { sql: db }, learners }: ProjectWork,
  id: string,
): Promise<void> {
  const agent = await readAgent(db, id);
  if (agent === undefined) return;
  const { state, randomPicks: known } = agent;
  const last = championOf(state).points.at(-1);
  if (last === undefined) return;
  const items = state.holdout.targets.length;
  const measured = `${state.champion}/${last.spent}/${items}`;
  if (known?.measured === measured) return;
  const isKnown = items < FEWEST_RANDOM_ITEMS || known?.curve?.items === items;
  const curve = isKnown
    ? (known?.curve ?? null)
    : await randomCurveOf(state, await learners.of(agent));
  const picks: RandomPicks = { measured, curve, found: compareWithRandom(state, curve) };
  await db
    .updateTable('live_agents')
    .set({ random_picks: JSON.stringify(picks) })
    .where('project', '=', agent.row.sequence)
    .execute();
}

async function randomCurveOf(
  { settings, holdout }: AgentState,
  { thread }: ProjectLearner,
): Promise<RandomCurve> {
  const points = await thread.randomCurve({
    rows: holdout.rows.length > 0 ? holdout.rows : undefined,
    targets: Int32Array.from(holdout.targets),
    classCount: settings.classCount,
    metric: settings.metric,
    seed: settings.seed,
  });
  return { items: holdout.targets.length, points };
}

/** What random picks would have taken for what the champion has reached. */
function compareWithRandom(state: AgentState, curve: RandomCurve | null): RandomComparison {
  const { champion, holdout, settings } = state;
  const { classCount, metric, poolSize } = settings;
  const unknown = (reason: 'not-measured' | 'no-holdout' | 'small-holdout' | 'random-leads') =>
    ({ kind: 'unknown', reason }) as const;
  if (champion === RANDOM) return unknown('random-leads');
  const last = championOf(state).points.at(-1);
  if (last === undefined) return unknown('not-measured');
  const value = valueOf(last, state);
  const items = holdout.targets.length;
  if (value === null) return unknown('no-holdout');
  if (items < FEWEST_RANDOM_ITEMS) return unknown('small-holdout');
  const own = measuredPoints(state, RANDOM);
  const from = own.length < FEWEST_POINTS ? 'holdout' : 'random-arm';
  const points = from === 'holdout' ? curve?.points : own;
  // All arms together, as far as somebody who picks by lot would have saved it.
  const labels = last.spent - holdout.rows.length;
  if (points === undefined || labels < 1) return unknown('not-measured');
  const standardError = last.macroF1Error ?? shareError(value, items);
  const saved = labelsSaved(
    points,
    { value, standardError, labels, atMost: Math.max(poolSize, labels) },
    {
      classCount,
      metric,
      holdout: items,
      majorityRate: Math.min(0.99, skewOf(holdout.targets, classCount).majorityShare),
    },
  );
  return {
    kind: 'estimated',
    value,
    labels,
    p10: saved.p10 ?? null,
    p50: saved.p50 ?? null,
    p90: saved.p90 ?? null,
    atMost: saved.atMost - labels,
    probabilitySaved: saved.probabilitySaved,
    from,
    holdout: items,
    points: points.map((point) => ({
      labels: point.labels,
      value: point.value,
      ...pointInterval(point, items),
    })),
  };
}

/** What was measured of an arm; nothing where there is no such arm. */
function measuredPoints(state: AgentState, arm: string): readonly MeasuredPoint[] {
  const { points = [] } = state.arms.find(({ id }) => id === arm) ?? {};
  return points.flatMap((point) => {
    const value = valueOf(point, state);
    if (value === null) return [];
    return [{ labels: point.labels, value, standardError: point.macroF1Error }];
  });
}

function championOf({ arms, champion }: AgentState): Arm {
  return arms.find(({ id }) => id === champion)!;
}
