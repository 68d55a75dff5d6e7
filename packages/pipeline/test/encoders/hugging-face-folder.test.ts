import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledFolder, encodeModel, openEncoder, type OnnxEncoder } from '@alaas/pipeline';
import { seededMatrix, seededPngs, writeTinyTextFolder } from '@alaas/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-hugging-face-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const write = (name: string, content: unknown) =>
  writeFile(join(folder, name), content instanceof Uint8Array ? content : JSON.stringify(content));

async function opened<T>(use: (encoder: OnnxEncoder) => Promise<T>): Promise<T> {
  const encoder = await openEncoder(folder, { sessions: 1 });
  try {
    return await use(encoder);
  } finally {
    await encoder.close();
  }
}

async function embedText(text: string): Promise<number[]> {
  return opened(async (encoder) => {
    const { data } = await encoder.encode([await encoder.decode(Buffer.from(text))]);
    return [...data];
  });
}

const refusal = () => openEncoder(folder, { sessions: 1 }).catch((error: unknown) => error);

describe('a Hugging Face folder with a text model', () => {
  const table = seededMatrix(10, 3, 9);
  const tokenRow = (id: number) => [...table.data.subarray(3 * id, 3 * id + 3)];
  const mean = (ids: readonly number[]) =>
    [0, 1, 2].map((k) => ids.reduce((sum, id) => sum + tokenRow(id)[k]!, 0) / ids.length);

  it('is read directly: mean over real tokens, special ones included', async () => {
    await writeTinyTextFolder(folder);
    await opened(async (encoder) => {
      expect(encoder).toMatchObject({ modality: 'text', dimension: 3 });
      const texts = ['my card', 'where is my money', 'xyz'];
      const decoded = await Promise.all(texts.map((text) => encoder.decode(Buffer.from(text))));
      expect(decoded[0]).toEqual(Int32Array.of(2, 6, 7, 3));
      const { data } = await encoder.encode(decoded);
      const expected = [
        [2, 6, 7, 3],
        [2, 4, 5, 6, 9, 3],
        [2, 1, 3],
      ].flatMap(mean);
      expected.forEach((value, i) => expect(data[i]).toBeCloseTo(value, 5));
    });
  });

  it('cuts texts at the positions of the model', async () => {
    await writeTinyTextFolder(folder);
    const long = 'my card is my account is my money';
    (await embedText(long)).forEach((value, k) =>
      expect(value).toBeCloseTo(mean([2, 6, 7, 5, 6, 3])[k]!, 5),
    );
  });

  it('follows sentence-transformers in length, pooling and normalisation', async () => {
    await writeTinyTextFolder(folder);
    await mkdir(join(folder, '1_Pooling'));
    await write('1_Pooling/config.json', { pooling_mode_cls_token: true });
    await write('modules.json', [{ type: 'sentence_transformers.models.Normalize' }]);
    await write('sentence_bert_config.json', { max_seq_length: 4 });
    await opened(async (encoder) => {
      const tokens = await encoder.decode(Buffer.from('my card is gone'));
      expect(tokens).toHaveLength(4);
    });
    const first = tokenRow(2);
    const norm = Math.hypot(...first);
    (await embedText('my card')).forEach((value, k) =>
      expect(value).toBeCloseTo(first[k]! / norm, 5),
    );
  });

  it('gives what the bundled encoder gives, from the same files', async () => {
    const bundled = bundledFolder('minilm-l6-v2-int8');
    await cp(join(bundled, 'minilm-l6-v2-int8.onnx'), join(folder, 'model.onnx'));
    await cp(join(bundled, 'tokenizer.json'), join(folder, 'tokenizer.json'));
    await write('config.json', { hidden_size: 384 });
    const encoder = await openEncoder('minilm-l6-v2-int8', { sessions: 1 });
    const tokens = await encoder.decode(Buffer.from('Where is my card?'));
    const { data } = await encoder.encode([tokens]);
    await encoder.close();
    expect(await embedText('Where is my card?')).toEqual([...data]);
  });

  it('is refused when something is missing or cannot be used', async () => {
    expect(await refusal()).toMatchObject({ code: 'ENCODER_FOLDER_INVALID' });
    await writeTinyTextFolder(folder);
    const model = join(folder, 'onnx', 'model.onnx');
    await rename(model, join(folder, 'onnx', 'one.onnx'));
    await opened(async (encoder) => expect(encoder.modelFile).toMatch(/one\.onnx$/));
    await cp(join(folder, 'onnx', 'one.onnx'), join(folder, 'two.onnx'));
    expect(await refusal()).toMatchObject({
      code: 'ENCODER_FOLDER_INVALID',
      message: expect.stringMatching(/one\.onnx.*two\.onnx/),
    });
    await cp(join(folder, 'two.onnx'), model);
    const tokenizer = await readFile(join(folder, 'tokenizer.json'), 'utf8');
    await write('tokenizer.json', { model: { type: 'unheard of' } });
    expect(await refusal()).toMatchObject({ code: 'ENCODER_TOKENIZER_INVALID' });
    await writeFile(join(folder, 'tokenizer.json'), tokenizer);
    await write('config.json', Buffer.from('{'));
    expect(await refusal()).toMatchObject({ code: 'ENCODER_FOLDER_INVALID' });
  });

  it('is refused when its model has no embedding or wants inputs that nobody has', async () => {
    await writeTinyTextFolder(folder);
    const graph = (input: string, output: string) =>
      encodeModel({
        inputs: [{ name: input, type: 'int64', shape: ['batch', 'sequence'] }],
        outputs: [{ name: output, type: 'float32', shape: ['batch', 'sequence', 3] }],
        nodes: [{ op: 'Gather', inputs: ['table', input], outputs: [output] }],
        initializers: [{ name: 'table', shape: [10, 3], data: table.data }],
      });
    await write('onnx/model.onnx', graph('input_ids', 'logits'));
    expect(await refusal()).toMatchObject({ code: 'ENCODER_OUTPUT_MISMATCH' });
    await write('onnx/model.onnx', graph('mel_frames', 'last_hidden_state'));
    expect(await refusal()).toMatchObject({
      code: 'ENCODER_INPUT_MISMATCH',
      message: expect.stringContaining('mel_frames'),
    });
  });
});

describe('a Hugging Face folder with an image model', () => {
  const model = (side: number) =>
    encodeModel({
      inputs: [{ name: 'pixel_values', type: 'float32', shape: ['batch', 3, side, side] }],
      outputs: [{ name: 'image_embeds', type: 'float32', shape: ['batch', 3] }],
      nodes: [
        { op: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['mean'] },
        { op: 'Flatten', inputs: ['mean'], outputs: ['image_embeds'], attributes: { axis: 1 } },
      ],
    });

  async function meanColour(processor: object, side: number): Promise<number[]> {
    await write('model.onnx', model(side));
    await write('preprocessor_config.json', processor);
    return opened(async (encoder) => {
      expect(encoder).toMatchObject({ modality: 'image', dimension: 3 });
      const [png] = await seededPngs(1, { width: 32, height: 32, seed: 8 });
      const { data } = await encoder.encode([await encoder.decode(png!)]);
      return [...data];
    });
  }

  it('is prepared as its image processor says, like ViT and like CLIP', async () => {
    const plain = await meanColour({ size: 8, do_normalize: false }, 8);
    for (const value of plain) expect(value).toBeGreaterThan(0);
    const vit = await meanColour({ size: { height: 8, width: 8 } }, 8);
    vit.forEach((value, c) => expect(value).toBeCloseTo((plain[c]! - 0.5) / 0.5, 4));
    const clip = await meanColour(
      {
        size: { shortest_edge: 8 },
        do_center_crop: true,
        crop_size: { height: 8, width: 8 },
        resample: 3,
        image_mean: [0.4, 0.4, 0.4],
        image_std: [0.2, 0.2, 0.2],
      },
      8,
    );
    clip.forEach((value, c) => expect(value).toBeCloseTo((plain[c]! - 0.4) / 0.2, 0));
    const cut = await meanColour(
      { size: { shortest_edge: 8 }, do_center_crop: true, crop_size: 6, do_normalize: false },
      6,
    );
    for (const value of cut) expect(value).toBeGreaterThan(0);
  });

  it('is refused when its processor does something that we do not', async () => {
    await write('model.onnx', model(8));
    for (const [processor, field] of [
      [{ do_resize: false }, 'do_resize'],
      [{ size: { longest_edge: 8 } }, 'size'],
      [{ size: 8, resample: 5 }, 'resample'],
    ] as const) {
      await write('preprocessor_config.json', processor);
      expect(await refusal()).toMatchObject({ code: 'ENCODER_FOLDER_INVALID', details: { field } });
    }
  });
});
