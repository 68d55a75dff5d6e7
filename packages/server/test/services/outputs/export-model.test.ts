import { execFile } from 'node:child_process';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import {
  fitFeatureSpace,
  fitHead,
  predictProbabilities,
  referenceKernels,
  seededRandom,
  toFeatures,
  type FeatureSpace,
  type Head,
} from '@alaas/core';
import { bundledFolder, encodeModel, openEncoder, type OnnxEncoder } from '@alaas/pipeline';
import { seededClasses, seededMatrix } from '@alaas/testkit';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { exportModel } from '../../../src/services/outputs/model/export-model.js';
import type { ExportTask } from '../../../src/services/outputs/model/export-task.js';
import { writeExample } from '../../../src/services/outputs/model/write-example.js';
import { sampleImage } from './sample-report.js';

const kernels = referenceKernels;
const provenance = {
  project: 'clothes',
  runId: 'run-1',
  createdAt: new Date('2026-03-04T05:06:07Z'),
  alaasVersion: '0.1.0',
  strategy: 'uncertainty-herding',
  seed: 42,
  labels: 20,
  accuracy: { value: 0.8, low: 0.7, high: 0.88 },
  measurement: { kind: 'test-set', items: 100 },
} as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-export-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Trains a small head on the embeddings of some items. */
async function train(encoder: OnnxEncoder, items: readonly Uint8Array[], classCount: number) {
  const decoded = await Promise.all(items.map((bytes) => encoder.decode(bytes)));
  const embeddings = await encoder.encode(decoded);
  const featureSpace = fitFeatureSpace(embeddings);
  const features = toFeatures(featureSpace, embeddings);
  const targets = Int32Array.from(items, (_, i) => i % classCount);
  const head = await fitHead({ kernels, features, targets, classCount });
  return { featureSpace, head };
}

async function expectedProbabilities(
  encoder: OnnxEncoder,
  { featureSpace, head }: { featureSpace: FeatureSpace; head: Head },
  bytes: Uint8Array,
): Promise<number[]> {
  const embedding = await encoder.encode([await encoder.decode(bytes)]);
  const features = toFeatures(featureSpace, embedding);
  return [...(await predictProbabilities(head, features, { kernels })).data];
}

interface Prediction {
  readonly classes: readonly { readonly name: string; readonly probability: number }[];
}

/** Runs the exported example as a user would, with the packages of this workspace. */
async function runExample(example: string, items: readonly string[]): Promise<Prediction[]> {
  const packages = new URL('../../../../../node_modules', import.meta.url);
  await symlink(packages, join(example, 'node_modules'), 'dir');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['predict.mjs', '--json', ...items],
    { cwd: example },
  );
  return JSON.parse(stdout) as Prediction[];
}

function expectAlike(
  prediction: Prediction,
  classes: readonly string[],
  probabilities: readonly number[],
): void {
  const found = new Map(prediction.classes.map(({ name, probability }) => [name, probability]));
  classes.forEach((name, c) => {
    expect(Math.abs(found.get(name)! - probabilities[c]!)).toBeLessThan(1e-4);
  });
}

describe('exportModel for images', () => {
  const classes = ['bag', 'coat, long', '靴'];
  let encoder: OnnxEncoder;
  let items: Uint8Array[];
  let trained: { featureSpace: FeatureSpace; head: Head };
  beforeAll(async () => {
    encoder = await openEncoder('mobilenetv2-taps-64', { sessions: 1 });
    const small = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(sampleImage));
    items = [...small, await photo('jpeg'), await photo('png')];
    trained = await train(encoder, items, classes.length);
  });
  afterAll(async () => {
    await encoder.close();
  });

  function task(changes: Partial<ExportTask> = {}): ExportTask {
    return {
      folder: join(folder, 'model'),
      task: 'image-classification',
      classes,
      ...trained,
      origin: { kind: 'encoder', encoder, items },
      provenance,
      kernels,
      ...changes,
    };
  }

  it('writes a checked model with its card, and nothing else is left behind', async () => {
    const exported = await exportModel(task());
    expect(exported.largestDifference).toBeLessThan(1e-5);
    expect(exported.checkedItems).toBe(items.length);
    expect((await readdir(join(folder, 'model'))).sort()).toEqual(
      ['LICENSE-encoder', 'classes.json', 'example', 'model.json', 'model.onnx'].sort(),
    );
    const card = JSON.parse(await readFile(exported.card, 'utf8'));
    expect(card).toMatchObject({
      format: 'alaas-classifier/1',
      classes,
      dimension: 1536,
      sha256: exported.sha256,
      preprocessing: { width: 64, height: 64, layout: 'nchw' },
      provenance: { project: 'clothes', seed: 42, labels: 20, accuracy: { low: 0.7, high: 0.88 } },
    });
    expect(JSON.parse(await readFile(join(folder, 'model', 'classes.json'), 'utf8'))).toEqual(
      classes,
    );
    expect((await readdir(exported.example)).sort()).toEqual(
      ['.npmrc', 'README.md', 'package.json', 'predict.mjs', 'prepare.mjs'].sort(),
    );
    expect((await readFile(exported.model)).includes('alaas.classes')).toBe(true);
  });

  it('comes with an example that gives the same probabilities for large and small images', async () => {
    const { example } = await exportModel(task());
    const paths = await Promise.all(
      items.map(async (bytes, i) => {
        const path = join(folder, `item-${i}.png`);
        await writeFile(path, bytes);
        return path;
      }),
    );
    const predictions = await runExample(example, paths);
    expect(predictions).toHaveLength(items.length);
    for (const [i, bytes] of items.entries()) {
      const probabilities = await expectedProbabilities(encoder, trained, bytes);
      expectAlike(predictions[i]!, classes, probabilities);
    }
  });

  it('writes nothing when the model gives other probabilities, and keeps an earlier export', async () => {
    // The encoder that is checked against is not the one whose file is exported.
    const other: OnnxEncoder = {
      ...encoder,
      encode: async (batch, signal) => {
        const embeddings = await encoder.encode(batch, signal);
        return { ...embeddings, data: embeddings.data.map((value, i) => value * (1 + (i % 3))) };
      },
    };
    const broken = task({ origin: { kind: 'encoder', encoder: other, items } });
    await expect(exportModel(broken)).rejects.toMatchObject({ code: 'EXPORT_MISMATCH' });
    expect(await readdir(join(folder, 'model'))).toEqual([]);
    const { model } = await exportModel(task());
    const before = await readFile(model);
    await expect(exportModel(broken)).rejects.toMatchObject({ code: 'EXPORT_MISMATCH' });
    expect((await readFile(model)).equals(before)).toBe(true);
    expect((await readdir(join(folder, 'model'))).filter((name) => name.endsWith('.tmp'))).toEqual(
      [],
    );
  });

  it('stops when cancelled, leaving nothing', async () => {
    const cancelled = task({ signal: AbortSignal.abort() });
    await expect(exportModel(cancelled)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(join(folder, 'model'))).toEqual([]);
  });

  it('refuses a folder that cannot be written', async () => {
    await writeFile(join(folder, 'model'), 'a file');
    await expect(exportModel(task())).rejects.toMatchObject({ code: 'OUTPUT_WRITE_FAILED' });
  });
});

describe('exportModel for texts', () => {
  it('comes with tokenizer and an example that gives the same probabilities', async () => {
    const encoder = await openEncoder('minilm-l6-v2-int8', { sessions: 1 });
    try {
      const classes = ['card', 'transfer'];
      const texts = [
        'My card is lost.',
        'Where is my transfer?',
        'カードが届きません 🙂',
        'word '.repeat(600),
      ];
      const items = texts.map((text) => new TextEncoder().encode(text));
      const trained = await train(encoder, items, classes.length);
      const exported = await exportModel({
        folder,
        task: 'text-classification',
        classes,
        ...trained,
        origin: { kind: 'encoder', encoder, items },
        provenance,
        kernels,
      });
      expect(exported.largestDifference).toBeLessThan(1e-4);
      const predictions = await runExample(exported.example, texts);
      for (const [i, bytes] of items.entries()) {
        const probabilities = await expectedProbabilities(encoder, trained, bytes);
        expectAlike(predictions[i]!, classes, probabilities);
      }
    } finally {
      await encoder.close();
    }
  });
});

describe('exportModel for a local Hugging Face folder', () => {
  it('pools tokens and scales embeddings inside of the model', async () => {
    const source = await huggingFaceFolder(join(folder, 'tiny'));
    const encoder = await openEncoder(source, { sessions: 1 });
    try {
      const classes = ['short', 'long'];
      const texts = ['a card', 'one two three four five six', 'a', 'why is my card not here?'];
      const items = texts.map((text) => new TextEncoder().encode(text));
      const trained = await train(encoder, items, classes.length);
      const exported = await exportModel({
        folder: join(folder, 'model'),
        task: 'text-classification',
        classes,
        ...trained,
        origin: { kind: 'encoder', encoder, items },
        provenance,
        kernels,
      });
      expect(exported.largestDifference).toBeLessThan(1e-5);
      const predictions = await runExample(exported.example, texts);
      for (const [i, bytes] of items.entries()) {
        const probabilities = await expectedProbabilities(encoder, trained, bytes);
        expectAlike(predictions[i]!, classes, probabilities);
      }
    } finally {
      await encoder.close();
    }
  });
});

/** A model that only looks its tokens up in a table, in the layout of sentence-transformers. */
async function huggingFaceFolder(path: string): Promise<string> {
  const dimension = 16;
  const vocabulary = 30_522;
  const ids = { type: 'int64', shape: ['batch', 'sequence'] } as const;
  const model = encodeModel({
    nodes: [
      { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] },
      // As real models do, it has an input for the mask and uses it.
      { op: 'Identity', inputs: ['attention_mask'], outputs: ['seen'] },
    ],
    initializers: [
      {
        name: 'table',
        shape: [vocabulary, dimension],
        data: seededMatrix(vocabulary, dimension, 3).data,
      },
    ],
    inputs: [
      { name: 'input_ids', ...ids },
      { name: 'attention_mask', ...ids },
    ],
    outputs: [
      { name: 'last_hidden_state', type: 'float32', shape: ['batch', 'sequence', dimension] },
      { name: 'seen', ...ids },
    ],
  });
  await mkdir(join(path, 'onnx'), { recursive: true });
  await writeFile(join(path, 'onnx', 'model.onnx'), model);
  await copyFile(
    join(bundledFolder('minilm-l6-v2-int8'), 'tokenizer.json'),
    join(path, 'tokenizer.json'),
  );
  const config = { hidden_size: dimension, max_position_embeddings: 12 };
  await writeFile(join(path, 'config.json'), JSON.stringify(config));
  const modules = [{ type: 'sentence_transformers.models.Normalize' }];
  await writeFile(join(path, 'modules.json'), JSON.stringify(modules));
  return path;
}

describe('exportModel for vectors', () => {
  it.each([5, 40])('comes with an example for vectors of %i dimensions', async (dimension) => {
    const classes = ['low', 'middle', 'high'];
    const { embeddings, targets } = seededClasses({ items: 60, classes: 3, dimension, seed: 3 });
    const featureSpace = fitFeatureSpace(embeddings);
    const features = toFeatures(featureSpace, embeddings);
    const head = await fitHead({ kernels, features, targets, classCount: 3 });
    const exported = await exportModel({
      folder,
      task: 'vectors',
      classes,
      featureSpace,
      head,
      origin: { kind: 'vectors', vectors: embeddings },
      provenance,
      kernels,
    });
    expect(exported.largestDifference).toBeLessThan(1e-5);
    const vector = [...embeddings.data.subarray(0, dimension)];
    const [prediction] = await runExample(exported.example, [JSON.stringify(vector)]);
    const { data } = await predictProbabilities(head, features, { kernels });
    expectAlike(prediction!, classes, [...data.subarray(0, 3)]);
  });

  it('refuses to write a model that nothing can check', async () => {
    const { embeddings, targets } = seededClasses({ items: 6, classes: 2, dimension: 4, seed: 3 });
    const featureSpace = fitFeatureSpace(embeddings);
    const features = toFeatures(featureSpace, embeddings);
    await expect(
      exportModel({
        folder,
        task: 'vectors',
        classes: ['a', 'b'],
        featureSpace,
        head: await fitHead({ kernels, features, targets, classCount: 2 }),
        origin: { kind: 'vectors', vectors: { rows: 0, cols: 4, data: new Float32Array(0) } },
        provenance,
        kernels,
      }),
    ).rejects.toMatchObject({ code: 'INPUT_SHAPE' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the packages that examples ask for', () => {
  it('are those that items were prepared with', async () => {
    const require = createRequire(import.meta.url);
    const pipeline = join(dirname(require.resolve('@alaas/pipeline')), '..', 'package.json');
    const ours = (
      JSON.parse(await readFile(pipeline, 'utf8')) as {
        dependencies: Record<string, string>;
      }
    ).dependencies;
    for (const task of ['image-classification', 'text-classification', 'vectors'] as const) {
      const example = join(folder, task);
      await writeExample(example, task);
      const { dependencies } = JSON.parse(
        await readFile(join(example, 'package.json'), 'utf8'),
      ) as { dependencies: Record<string, string> };
      expect(Object.keys(dependencies)).not.toEqual([]);
      for (const [name, range] of Object.entries(dependencies)) expect(range).toBe(ours[name]);
    }
  });
});

/** Something like a photo: larger than the model's input, not square, turned by its EXIF data. */
async function photo(type: 'jpeg' | 'png'): Promise<Uint8Array> {
  const random = seededRandom(type.length);
  const [width, height] = [230, 140];
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, at) =>
    Math.max(0, Math.min(255, 128 + 90 * Math.sin(at / 97) + 30 * random.normal())),
  );
  const image = sharp(pixels, { raw: { width, height, channels: 4 } });
  return type === 'png'
    ? image.png().toBuffer()
    : image.removeAlpha().withMetadata({ orientation: 6 }).jpeg().toBuffer();
}
