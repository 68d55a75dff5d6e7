import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeModel, openEncoder, parseEncoderSpec } from '@alaas/pipeline';
import { tinyImageManifest, tinyImageModel, writeTinyImageEncoder } from '@alaas/testkit';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-onnx-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function refusal(spec: string): Promise<{ code: string; message: string; details: object }> {
  const opened = await openEncoder(spec, { sessions: 1, baseFolder: folder }).catch(
    (error: unknown) => error,
  );
  expect(opened).toMatchObject({ name: 'CodedError' });
  return opened as { code: string; message: string; details: object };
}

const input = (change: object) => ({ inputs: [{ ...tinyImageManifest().inputs[0], ...change }] });

describe('a local ONNX file with a manifest', () => {
  it('is found by its path, by its folder, and with either name of the manifest', async () => {
    const modelFile = await writeTinyImageEncoder(folder);
    const manifest = await readFile(join(folder, 'tiny.manifest.json'));
    const digests: string[] = [];
    const open = async (spec: string) => {
      const encoder = await openEncoder(spec, { sessions: 1, baseFolder: folder });
      expect(encoder).toMatchObject({ id: 'tiny-image', dimension: 4, modelFile });
      digests.push(encoder.digest);
      await encoder.close();
    };
    await open(modelFile);
    await open('./tiny.onnx');
    await open('tiny.manifest.json');
    await rm(join(folder, 'tiny.manifest.json'));
    await writeFile(join(folder, 'manifest.json'), manifest);
    await open('tiny.onnx');
    await open(folder);
    expect(new Set(digests).size).toBe(1);
  });

  it('has another digest when model or preprocessing differ, the same when only its name does', async () => {
    const digest = async (change: { model?: Uint8Array; manifest?: object }) => {
      const spec = await writeTinyImageEncoder(folder, change);
      const encoder = await openEncoder(spec, { sessions: 1 });
      await encoder.close();
      return encoder.digest;
    };
    const plain = await digest({});
    const fixed = tinyImageModel({ side: 8 });
    expect(await digest({ model: fixed })).not.toBe(plain);
    expect(await digest({ manifest: { preprocessing: { width: 9, height: 8 } } })).not.toBe(plain);
    expect(await digest({ manifest: { id: 'other', licence: 'MIT' } })).toBe(plain);
  });

  it('scales, orders and lays out pixels as the manifest says', async () => {
    const red = { raw: { width: 8, height: 8, channels: 3 as const } };
    const png = await sharp(
      Buffer.alloc(192).map((_, i) => (i % 3 === 0 ? 255 : 0)),
      red,
    )
      .png()
      .toBuffer();
    const embed = async (preprocessing: object) => {
      const spec = await writeTinyImageEncoder(folder, {
        manifest: { preprocessing: { width: 8, height: 8, ...preprocessing } },
      });
      const encoder = await openEncoder(spec, { sessions: 1 });
      const { data } = await encoder.encode([await encoder.decode(png)]);
      await encoder.close();
      return data;
    };
    // Red alone has the embedding "first row of the weights", blue the last: a linear model.
    const rgb = await embed({});
    const bgr = await embed({ colour: 'bgr' });
    const doubled = await embed({ scale: 2 / 255 });
    const shifted = await embed({ mean: [1, 0, 0], std: [0.5, 1, 1] });
    expect(bgr).not.toEqual(rgb);
    doubled.forEach((value, i) => expect(value).toBeCloseTo(2 * rgb[i]!, 5));
    expect(Math.hypot(...shifted)).toBeCloseTo(0, 5);
  });

  it.each(['nchw', 'nhwc'] as const)('enlarges small images evenly, as %s', async (layout) => {
    const shape = layout === 'nchw' ? ['batch', 3, 4, 4] : ['batch', 4, 4, 3];
    const model = encodeModel({
      inputs: [{ name: 'image', type: 'float32', shape }],
      outputs: [{ name: 'embedding', type: 'float32', shape: ['batch', 48] }],
      nodes: [
        { op: 'Flatten', inputs: ['image'], outputs: ['embedding'], attributes: { axis: 1 } },
      ],
    });
    const manifest = {
      inputs: [{ name: 'image', type: 'float32', shape }],
      preprocessing: { width: 4, height: 4, layout, scale: 1 },
      output: { name: 'embedding', dimension: 48 },
    };
    const encoder = await openEncoder(await writeTinyImageEncoder(folder, { model, manifest }));
    const pixels = Buffer.from([0, 10, 20, 100, 10, 20, 40, 10, 20, 200, 10, 20]);
    const png = await sharp(pixels, { raw: { width: 2, height: 2, channels: 3 } })
      .png()
      .toBuffer();
    const { data } = await encoder.encode([await encoder.decode(png)]);
    await encoder.close();
    const channel = (c: number) =>
      Array.from({ length: 16 }, (_, i) => data[layout === 'nchw' ? 16 * c + i : 3 * i + c]);
    // Half-pixel centres: a quarter of the way at the second of four, none beyond the borders.
    const red = [0, 25, 75, 100, 10, 38.75, 96.25, 125, 30, 66.25, 138.75, 175, 40, 80, 160, 200];
    expect(channel(0)).toEqual(red);
    expect(channel(1)).toEqual(new Array(16).fill(10));
    expect(channel(2)).toEqual(new Array(16).fill(20));
  });

  it.each([
    ['another name', input({ name: 'pixels' }), /"image" float32.*"pixels"/],
    ['another type', input({ type: 'int64' }), /float32.*int64/],
    ['another shape', input({ shape: ['batch', 3, 8] }), /manifest says.*\[batch, 3, 8\]/],
    ['another size', input({ shape: ['batch', 1, 'height', 'width'] }), /batch, 3.*batch, 1/],
  ])('is refused when its input has %s', async (_, manifest, message) => {
    const found = await refusal(await writeTinyImageEncoder(folder, { manifest }));
    expect(found).toMatchObject({ code: 'ENCODER_INPUT_MISMATCH' });
    expect(found.message).toMatch(message);
  });

  it('is refused when the preprocessing makes another size than the model takes', async () => {
    const model = tinyImageModel({ side: 16 });
    const manifest = input({ shape: ['batch', 3, 16, 16] });
    const found = await refusal(await writeTinyImageEncoder(folder, { model, manifest }));
    expect(found.code).toBe('ENCODER_INPUT_MISMATCH');
    expect(found.message).toMatch(/3, 8, 8.*3, 16, 16/);
  });

  it.each([
    ['dimension', { name: 'embedding', dimension: 5 }, /batch, 4.*5/],
    ['name', { name: 'vector', dimension: 4 }, /"embedding".*"vector"/],
    ['rank', { name: 'embedding', dimension: 4, pooling: 'mean' }, /tokens/],
  ])('is refused when its output has another %s', async (_, output, message) => {
    const found = await refusal(await writeTinyImageEncoder(folder, { manifest: { output } }));
    expect(found.code).toBe('ENCODER_OUTPUT_MISMATCH');
    expect(found.message).toMatch(message);
  });

  it.each([
    ['text', Buffer.from('this is no model')],
    ['nothing', new Uint8Array(0)],
    ['half a model', tinyImageModel().subarray(0, 150)],
  ])('is refused when the file holds %s', async (_, model) => {
    const found = await refusal(await writeTinyImageEncoder(folder, { model }));
    expect(found.code).toBe('ENCODER_MODEL_INVALID');
  });

  it('is refused when it is not the file that the manifest describes', async () => {
    const manifest = { model: { file: 'tiny.onnx', sha256: '0'.repeat(64) } };
    const found = await refusal(await writeTinyImageEncoder(folder, { manifest }));
    expect(found.code).toBe('ENCODER_DIGEST_MISMATCH');
  });

  it.each([
    [{ modality: 'sound' }, 'modality', /"sound"; it must be one of image, text/],
    [{ inputs: [] }, 'inputs', /a list that is not empty/],
    [{ output: { name: 'embedding', dimension: 0 } }, 'output.dimension', /0; .* from 1 on/],
    [{ output: { name: 'embedding' } }, 'output.dimension', /is missing/],
    [{ preprocessing: { width: 8 } }, 'preprocessing.height', /is missing/],
    [{ preprocessing: { width: 8, height: 8, std: [0, 1, 1] } }, 'preprocessing.std', /3 numbers/],
    [{ inputs: [{ name: 'image', type: 'float32', shape: [-1] }] }, 'inputs[0].shape', /\[-1\]/],
  ])('is refused with a wrong manifest %j', async (manifest, field, message) => {
    const found = await refusal(await writeTinyImageEncoder(folder, { manifest }));
    expect(found).toMatchObject({ code: 'ENCODER_MANIFEST_INVALID', details: { field } });
    expect(found.message).toMatch(message);
    expect(found.message).toContain(join(folder, 'tiny.manifest.json'));
  });

  it('is refused without a manifest, with a broken one, or when the model is missing', async () => {
    const modelFile = await writeTinyImageEncoder(folder);
    await writeFile(join(folder, 'tiny.manifest.json'), '{ "id": ');
    expect(await refusal(modelFile)).toMatchObject({ code: 'ENCODER_MANIFEST_INVALID' });
    await rm(join(folder, 'tiny.manifest.json'));
    expect(await refusal(modelFile)).toMatchObject({
      code: 'ENCODER_MANIFEST_INVALID',
      details: { remedy: expect.stringContaining('tiny.manifest.json') },
    });
    await rm(modelFile);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(tinyImageManifest()));
    expect(await refusal('tiny.onnx')).toMatchObject({ code: 'ENCODER_NOT_FOUND' });
    expect(await refusal('.')).toMatchObject({ code: 'ENCODER_NOT_FOUND' });
  });

  it('is not opened when cancelled', async () => {
    const spec = await writeTinyImageEncoder(folder);
    await expect(openEncoder(spec, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('what a configuration says of an encoder', () => {
  it.each([
    ['mobilenetv2-taps-64', { kind: 'bundled', id: 'mobilenetv2-taps-64' }],
    ['some-org/some-model', { kind: 'hub', id: 'some-org/some-model' }],
  ])('%s is read', async (text, spec) => {
    expect(await parseEncoderSpec(text, folder)).toEqual(spec);
  });

  it('an unknown name is refused with the one that was meant', async () => {
    expect(await refusal('minilm-l6-v2-int')).toMatchObject({
      code: 'ENCODER_UNKNOWN',
      details: { remedy: 'Did you mean "minilm-l6-v2-int8"?' },
    });
    expect(await refusal('resnet')).toMatchObject({ code: 'ENCODER_UNKNOWN' });
    expect(await refusal('./resnet')).toMatchObject({ code: 'ENCODER_NOT_FOUND' });
  });
});
