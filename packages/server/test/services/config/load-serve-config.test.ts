import { join } from 'node:path';
import { checkConfig, loadServeConfig } from '@alaas/server';
import { describe, expect, test } from 'vitest';

import { FIVE_LINES, projectFolder } from './project-folder.js';

/** As the documentation of the original ALaaS has it. */
const ORIGINAL = `name: "IMG_CLASSIFICATION"
version: 0.1
active_learning:
  strategy:
    type: "LeastConfidence"
    model:
      name: "resnet18"
      hub: "pytorch/vision:v0.10.0"
      batch_size: 1
      device: CPU
  al_worker:
    protocol: "grpc"
    host: "0.0.0.0"
    port: 60035
    replicas: 2
`;

async function serve(yaml: string) {
  const file = join(projectFolder({ 'original.yml': yaml }), 'original.yml');
  return loadServeConfig(file, { environment: {} });
}

describe('a configuration of the original ALaaS', () => {
  test('is accepted unchanged; what is done otherwise is said', async () => {
    const config = await serve(ORIGINAL);
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 60_035,
      concurrency: 2,
      strategy: 'least-confidence',
      modality: 'image',
      encoder: { kind: 'bundled', id: 'mobilenetv2-taps-64' },
      encoding: { device: 'CPU', batchSize: 1 },
      allowPrivateSources: false,
    });
    const warnings = config.warnings.join('\n');
    for (const words of ['resnet18', 'grpc', '--allowed-host']) {
      expect(warnings).toContain(words);
    }
  });

  test.each([
    ['hub: "huggingface/pytorch-transformers"', 'text'],
    ['hub: "x"\n      tokenizer: "bert-base"', 'text'],
    ['hub: "x"\n      task: "image-classification"', 'image'],
  ])('tells texts from images: %s', async (lines, modality) => {
    const yaml = ORIGINAL.replace('hub: "pytorch/vision:v0.10.0"', lines);
    expect((await serve(yaml)).modality).toBe(modality);
  });

  test.each([
    ['RandomSampling', 'random'],
    ['MarginConfidence', 'margin'],
    ['RatioConfidence', 'ratio'],
    ['EntropySampling', 'entropy'],
    ['KMeansSampling', 'k-means'],
    ['KCenterGreedy', 'k-center'],
    ['CoreSet', 'k-center'],
    ['DiverseMiniBatch', 'dbal'],
    ['DeepFool', 'deepfool'],
    ['BadgeSampling', 'badge'],
    ['VarRatioSampling', 'least-confidence'],
    // Variants keep the name that stands for their options.
    ['BayesianDisagreement', 'BayesianDisagreement'],
    ['meanstdsampling', 'MeanSTDSampling'],
    ['badge', 'badge'],
    ['auto', 'auto'],
  ])('%s is %s', async (type, id) => {
    expect((await serve(ORIGINAL.replace('LeastConfidence', type))).strategy).toBe(id);
  });

  test('a strategy that is not there names the nearest, at its place', async () => {
    await expect(serve(ORIGINAL.replace('LeastConfidence', 'NoSuchThing'))).rejects.toMatchObject({
      code: 'CONFIG_LEGACY_STRATEGY',
      details: { line: 5, column: 11, value: 'NoSuchThing' },
    });
  });

  test('a device that this build does not have is told at its place', async () => {
    await expect(serve(ORIGINAL.replace('CPU', 'abacus'))).rejects.toMatchObject({
      code: 'ENCODER_DEVICE_MISSING',
      details: { line: 10, field: 'active_learning.strategy.model.device', value: 'abacus' },
    });
  });

  test('what is wrong comes with its place', async () => {
    await expect(serve(ORIGINAL.replace('60035', 'x'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { line: 14, column: 11, field: 'active_learning.al_worker.port' },
    });
  });

  test('is what validate tells of, too', async () => {
    const file = join(projectFolder({ 'original.yml': ORIGINAL }), 'original.yml');
    expect(await checkConfig(file)).toMatchObject({ kind: 'serve', serve: { port: 60_035 } });
  });
});

test('alaas.yaml gives strategy, encoder and whether private addresses are allowed', async () => {
  const yaml = FIVE_LINES.replace(
    'data: ./photos',
    'data: { urls: urls.txt, allowPrivateSources: true }',
  ).replace('labels: folders', 'strategy: margin');
  expect(await serve(yaml)).toMatchObject({
    strategy: 'margin',
    modality: 'image',
    allowPrivateSources: true,
    warnings: [],
  });
  await expect(serve(FIVE_LINES.replace('500', 'x'))).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { line: 5, column: 9 },
  });
});
