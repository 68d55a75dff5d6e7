#!/usr/bin/env node
/**
 * Profiles of labelled sets, for packages/core/src/domain-fit/reference-profiles.ts.
 *
 *   npm run build && node bench/agent/profiles.mjs --data <folder> [--sets banking77,digits] [--labels 1000]
 *
 * <folder> holds <set>/{x_train,y_train}.npy. Prints one JSON line per set, with the verdict.
 */
import { parseArgs } from 'node:util';
import { join } from 'node:path';

import { domainFit, fitFeatureSpace, sampleIndices, seededRandom, toFeatures } from '@alaas/core';
import { openOnnxKernels, readLabelsNpy, readMatrixNpy } from '@alaas/pipeline';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string', default: 'banking77,cifar10,digits,fashion-mnist' },
    labels: { type: 'string', default: '1000' },
  },
});
if (!flags.data) {
  process.stderr.write('Give --data <folder>; see the head of this file.\n');
  process.exit(2);
}

const kernels = await openOnnxKernels();
for (const set of flags.sets.split(',')) {
  const embeddings = await readMatrixNpy(join(flags.data, set, 'x_train.npy'));
  const labels = await readLabelsNpy(join(flags.data, set, 'y_train.npy'));
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const random = seededRandom(0);
  const labelled = sampleIndices(random, labels.length, Number(flags.labels));
  const { profile, verdict, reasons, signal, pool, noise } = await domainFit({
    features: toFeatures(fitFeatureSpace(embeddings), embeddings),
    labelled,
    targets: Int32Array.from(labelled, (row) => classes.indexOf(labels[row])),
    classCount: classes.length,
    kernels,
    random,
  });
  const round = (value) => (typeof value === 'number' ? Number(value.toFixed(3)) : value);
  const rounded = Object.fromEntries(
    Object.entries(profile).map(([key, value]) => [key, round(value)]),
  );
  const reasonsShort = reasons.map(({ text }) => text);
  process.stdout.write(
    `${JSON.stringify({ name: set, ...rounded, verdict, probe: signal.probe.value, offTopic: pool.offTopic.value, noise: noise.share.value, reasonsShort })}\n`,
  );
}
await kernels.close();
