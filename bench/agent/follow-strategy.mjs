/** One strategy on a pool whose labels are known, with what it predicts for every test item. */
import {
  fitFeatureSpace,
  fitHead,
  maxHerding,
  nextBatchSize,
  predictedClasses,
  predictProbabilities,
  sampleIndices,
  selectBatch,
  selectOpenRows,
  takeRows,
  toFeatures,
} from '@alaas/core';

/**
 * Points `{ labels, predictions }` of a strategy: C labels by max-herding (at least 10; at random
 * for the strategy `random`), then batches that grow the labelled set by 1.25×, cut to meet `at`.
 */
export async function followStrategy(task, { strategy, budget, at = [], random, kernels }) {
  const { embeddings, targets, classCount } = task;
  const space = fitFeatureSpace(embeddings);
  const features = toFeatures(space, embeddings);
  const testFeatures = toFeatures(space, task.testEmbeddings);
  const points = [];
  const count = Math.min(Math.max(10, classCount), budget);
  let labelled =
    strategy.id === 'random'
      ? sampleIndices(random, targets.length, count)
      : await selectBatch(maxHerding, { embeddings }, { count, random, kernels });
  for (let head; ;) {
    head = await trainedOn({ features, targets, classCount }, labelled, { head, kernels });
    const predictions = await predictedBy(head, testFeatures, kernels);
    points.push({ labels: labelled.length, predictions });
    const next = nextBatchSize({ batch: 'grow', budget, at }, labelled.length);
    if (next === 0) return points;
    const { length } = labelled;
    const present = head;
    const picked = await selectOpenRows(
      strategy,
      {
        embeddings,
        labelled,
        labelledTargets: Int32Array.from(labelled, (row) => targets[row]),
        head: { space, head: present },
        probabilitiesOf: (rows) =>
          predictProbabilities(present, takeRows(features, rows), { kernels }),
      },
      { count: next, random: random.fork(`round-${length}`), kernels },
    );
    labelled = [...labelled, ...picked];
  }
}

/** What a head that was trained on the whole pool predicts for the test items. */
export async function followWholePool(task, kernels) {
  const { embeddings, targets, classCount } = task;
  const space = fitFeatureSpace(embeddings);
  const features = toFeatures(space, embeddings);
  const head = await trainedOn({ features, targets, classCount }, [...targets.keys()], { kernels });
  return predictedBy(head, toFeatures(space, task.testEmbeddings), kernels);
}

function trainedOn({ features, targets, classCount }, labelled, { head, kernels }) {
  return fitHead({
    features: takeRows(features, labelled),
    targets: Int32Array.from(labelled, (row) => targets[row]),
    classCount,
    start: head,
    kernels,
  });
}

async function predictedBy(head, features, kernels) {
  return predictedClasses(await predictProbabilities(head, features, { kernels }));
}
