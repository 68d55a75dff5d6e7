import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEncoder } from '@alaas/pipeline';
import {
  encoderConformance,
  seededPngs,
  SENTENCES,
  writeTinyImageEncoder,
  writeTinyTextFolder,
} from '@alaas/testkit';
import { afterAll } from 'vitest';

const folder = await mkdtemp(join(tmpdir(), 'alaas-encoders-'));
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const images = {
  items: () => seededPngs(5, { width: 32, height: 24, seed: 3 }),
  broken: async () => {
    const [png] = await seededPngs(1, { width: 40, height: 40, seed: 4 });
    return [
      { bytes: new Uint8Array(0), code: 'ITEM_EMPTY' },
      { bytes: Buffer.from('this is a text'), code: 'ITEM_UNSUPPORTED' },
      { bytes: png!.subarray(0, png!.length / 2), code: 'ITEM_CORRUPT' },
    ];
  },
};
const texts = {
  items: async () => SENTENCES.map((sentence) => Buffer.from(sentence)),
  broken: async () => [
    { bytes: new Uint8Array(0), code: 'ITEM_EMPTY' },
    { bytes: Buffer.from(' \n\t '), code: 'ITEM_EMPTY' },
    { bytes: Buffer.from('caf\xe9', 'latin1'), code: 'ITEM_NOT_UTF8' },
  ],
};

encoderConformance({
  name: 'mobilenetv2-taps-64',
  open: () => openEncoder('mobilenetv2-taps-64'),
  ...images,
  tolerance: 1e-5,
});
encoderConformance({
  name: 'minilm-l6-v2-int8',
  open: () => openEncoder('minilm-l6-v2-int8'),
  ...texts,
  // One text per run: dynamic quantisation would otherwise make a text depend on its neighbours.
  tolerance: 0,
});
encoderConformance({
  name: 'local ONNX file',
  open: async () => openEncoder(await writeTinyImageEncoder(join(folder, 'onnx'))),
  ...images,
  tolerance: 1e-6,
});
encoderConformance({
  name: 'local Hugging Face folder',
  open: async () => {
    await writeTinyTextFolder(join(folder, 'text'));
    return openEncoder('text', { baseFolder: folder });
  },
  ...texts,
  items: async () =>
    ['my card', 'my account', 'where is my money', 'money', 'unheard of'].map((text) =>
      Buffer.from(text),
    ),
  tolerance: 1e-6,
});
