import type { Arm } from '../agent/agent-state.js';
import { coldStartLabels } from '../agent/agent-settings.js';
import { carryOut } from '../agent/carry-out.js';
import { startAgent } from '../agent/controller.js';
import { spentLabels } from '../agent/spending.js';
import { throwIfCancelled } from '../errors.js';
import { fitFeatureSpace, toFeatures } from '../head/feature-space.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { sampleIndices, seededRandom } from '../numeric/random.js';
import type { Metric } from '../predictor/measured-points.js';
import { knownWorld } from '../simulation/agent-world.js';
import type { Means } from '../simulation/open-project.js';

/** Items whose class is known. */
export interface KnownItems {
  /** n × d. */
  readonly embeddings: Matrix;
  /** Class index of each row. */
  readonly targets: Int32Array;
}

/** A race of strategies on labels that are there already. */
export interface RaceTask extends Means {
  /** 20 items or more. */
  readonly labelled: KnownItems;
  /** What is measured on; without it, 30 % of the labelled items, drawn anew for each seed. */
  readonly test?: KnownItems | undefined;
  readonly classCount: number;
  readonly metric: Metric;
  /** Strategy ids; the first leads by prior. */
  readonly arms: readonly string[];
  /** One replay for each. */
  readonly seeds: readonly number[];
  /** Told how many labels of all replays together are replayed. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** All replays of a race. */
export interface Race {
  readonly replays: readonly Replay[];
  readonly metric: Metric;
  /** Different items measured on, over all replays. */
  readonly holdoutItems: number;
  /** Labels that each replay could choose from. */
  readonly racedItems: number;
  /**
   * Up to so many labels there was a choice: beyond, strategies take what the others left, and at
   * the end all have the same labels.
   */
  readonly choiceLabels: number;
}

/** A race with one seed. */
export interface Replay {
  /** Items measured on, by their place among the labelled or the test items. */
  readonly holdout: readonly number[];
  /** Class of each of them. */
  readonly targets: readonly number[];
  readonly arms: readonly Arm[];
}

/** Share of the labelled items that a replay measures on. */
const HOLDOUT_SHARE = 0.3;
/** Share of the raced items that may be labelled while others are still left to choose from. */
const CHOICE_SHARE = 0.5;
/** Largest share of the raced items that the shared beginning may take. */
const COLD_START_SHARE = 0.2;

/**
 * Replays a project with known labels: every strategy from the same beginning to the end of the
 * labels, once for each seed. No label is bought.
 *
 * Cost: a head and a selection for each arm, round and seed.
 *
 * @throws CodedError `AGENT_SETTING_INVALID`, `AGENT_NO_ARM_LEFT`, `CANCELLED`.
 */
export async function replayRace(task: RaceTask): Promise<Race> {
  const { labelled, test, seeds, metric } = task;
  const items = labelled.targets.length;
  const held = test === undefined ? Math.round(HOLDOUT_SHARE * items) : 0;
  const racedItems = items - held;
  const replays: Replay[] = [];
  for (const [done, seed] of seeds.entries()) {
    throwIfCancelled(task.signal);
    const report = (labels: number) =>
      task.onProgress?.(done * racedItems + labels, seeds.length * racedItems);
    replays.push(await replay(task, { seed, held, report }));
  }
  return {
    replays,
    metric,
    holdoutItems: new Set(replays.flatMap(({ holdout }) => holdout)).size,
    racedItems,
    choiceLabels: Math.floor(CHOICE_SHARE * racedItems),
  };
}

async function replay(
  task: RaceTask,
  { seed, held, report }: { seed: number; held: number; report: (labels: number) => void },
): Promise<Replay> {
  const { labelled, test, classCount } = task;
  const random = seededRandom(seed);
  const count = labelled.targets.length;
  const order = sampleIndices(random.fork('proof-holdout'), count, count);
  const holdout = test === undefined ? order.slice(0, held) : [...test.targets.keys()];
  const measured = take(test ?? labelled, holdout);
  const pool = take(labelled, order.slice(held));
  const space = fitFeatureSpace(pool.embeddings);
  const testFeatures = toFeatures(space, measured.embeddings);
  const targets = [...measured.targets];
  const known = {
    ...pool,
    classCount,
    space,
    features: toFeatures(space, pool.embeddings),
    givenHoldout: testFeatures,
    testFeatures,
    testTargets: measured.targets,
    random,
  };
  const raced = pool.targets.length;
  const started = startAgent({
    mode: 'replay',
    arms: task.arms,
    budgetLabels: raced,
    poolSize: raced,
    classCount,
    seed,
    metric: task.metric,
    target: null,
    holdout: { kind: 'given', targets },
    coldStart: Math.min(
      coldStartLabels(classCount),
      Math.max(1, Math.floor(COLD_START_SHARE * raced)),
    ),
    batch: 'grow',
    earlyStop: false,
    gainThreshold: 0,
    approval: 'automatic',
    continuedShare: 0,
  });
  const { arms } = await carryOut(started, knownWorld(known, task), (state) =>
    report(spentLabels(state)),
  );
  return { holdout, targets, arms };
}

function take({ embeddings, targets }: KnownItems, rows: readonly number[]): KnownItems {
  return {
    embeddings: takeRows(embeddings, rows),
    targets: Int32Array.from(rows, (row) => targets[row]!),
  };
}
