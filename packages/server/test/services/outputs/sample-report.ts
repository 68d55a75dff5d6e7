import { evaluate, seededRandom, wilsonInterval } from '@alaas/core';
import sharp from 'sharp';

import type {
  MeasuredPoint,
  ReportInput,
} from '../../../src/services/outputs/report/report-input.js';

export const CLOTHES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;

/** A verdict without anything to rest on. */
const NOTHING_TO_JUDGE_BY: ReportInput['fit'] = {
  verdict: 'go-with-care',
  reasons: [{ measure: 'labels', severity: 'care', text: 'No labels.', advice: 'Label some.' }],
  measuredOn: 'none',
  items: 0,
  bandWidening: 1,
  measures: null,
};

/** A report of a made-up run on images, the same at every call. */
export function sampleReport(changes: Partial<ReportInput> = {}): ReportInput {
  const classes = changes.classes ?? CLOTHES;
  const curve = [10, 20, 40, 70, 110, 160, 200].map((labels) =>
    measured(labels, 0.86 - 0.5 * (labels / 8) ** -0.7),
  );
  const control = [10, 20, 40, 70, 110, 160, 200].map((labels) =>
    measured(labels, 0.83 - 0.55 * (labels / 8) ** -0.6),
  );
  return {
    project: 'clothes',
    task: 'image-classification',
    runId: '3f1c9a52-0000-4000-8000-000000000000',
    finishedAt: new Date('2026-03-04T05:06:07Z'),
    seconds: 47.3,
    classes,
    poolItems: 8000,
    budget: { labels: 200, used: 200 },
    labelledItems: 200,
    metric: 'accuracy',
    fit: NOTHING_TO_JUDGE_BY,
    rates: {},
    strategy: 'uncertainty-herding',
    seed: 42,
    annotator: 'known-labels',
    measurement: { kind: 'simulation-holdout', items: 2000, share: 0.2 },
    curve,
    control: { points: control },
    evaluation: sampleEvaluation(classes.length),
    macroF1Interval: { low: 0.78, high: 0.82 },
    stages: [
      { name: 'list', items: 10_000, seconds: 0.6, busy: 0.2 },
      { name: 'fetch', items: 10_000, seconds: 12.1, busy: 0.31 },
      { name: 'decode', items: 10_000, seconds: 12.2, busy: 0.74 },
      { name: 'encode', items: 10_000, seconds: 12.4, busy: 0.93 },
      { name: 'score', items: 7, seconds: 1.2, busy: 0.4 },
      { name: 'select', items: 200, seconds: 4.2, busy: 0.9 },
    ],
    cache: { hits: 0, misses: 10_000 },
    quarantined: [
      { item: 'images/broken.png', code: 'ITEM_CORRUPT', reason: 'The image data ends too early.' },
    ],
    chosen: Array.from({ length: 200 }, (_, i) => ({
      item: `images/${String(i).padStart(5, '0')}.png`,
      round: Math.floor(i / 30),
      rank: i % 30,
      strategy: 'uncertainty-herding',
      label: classes[i % classes.length]!,
    })),
    readItem: sampleImage,
    encoder: { id: 'mobilenetv2-taps-64', digest: 'ab'.repeat(32) },
    settingsYaml: 'project: clothes\ntask: image-classification\nbudget: 200\nseed: 42\n',
    versions: { alaas: '0.1.0', node: 'v20.19.0' },
    reproduce: ['npx alaas run alaas.yaml'],
    ...changes,
  };
}

/** A small PNG whose pattern follows from the item's name. */
export async function sampleImage(item: string): Promise<Uint8Array> {
  const random = seededRandom(
    [...item].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 2 ** 31,
  );
  const [width, height] = [28, 28];
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
    const distance = Math.hypot((at % width) - 14, Math.floor(at / width) - 14);
    return Math.max(0, 255 - distance * 18 + 20 * random.normal());
  });
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
}

function measured(labels: number, accuracy: number): MeasuredPoint {
  const successes = Math.round(2000 * accuracy);
  return { labels, accuracy: successes / 2000, ...wilsonInterval(successes, 2000) };
}

function sampleEvaluation(classCount: number) {
  const random = seededRandom(5);
  const targets = Int32Array.from({ length: 2000 }, (_, i) => i % classCount);
  const predictions = targets.map((target) => {
    if (random.next() < 0.8) return target;
    return random.next() < 0.5 ? (target + 2) % classCount : random.integer(classCount);
  });
  return evaluate(predictions, targets, classCount);
}
