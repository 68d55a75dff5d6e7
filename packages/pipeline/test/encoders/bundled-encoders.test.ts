import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLED_ENCODERS, bundledFolder, openEncoder, type OnnxEncoder } from '@alaas/pipeline';
import { seededPngs, SENTENCES } from '@alaas/testkit';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

async function withEncoder<T>(id: string, use: (encoder: OnnxEncoder) => Promise<T>): Promise<T> {
  const encoder = await openEncoder(id, { sessions: 1 });
  try {
    return await use(encoder);
  } finally {
    await encoder.close();
  }
}

async function embed(encoder: OnnxEncoder, items: readonly Uint8Array[]): Promise<Float32Array[]> {
  const decoded = await Promise.all(items.map((item) => encoder.decode(item)));
  const { data, cols } = await encoder.encode(decoded);
  return items.map((_, i) => data.subarray(i * cols, (i + 1) * cols));
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    dot += value * b[i]!;
    aa += value * value;
    bb += b[i]! * b[i]!;
  });
  return dot / Math.sqrt(aa * bb);
}

describe.each(BUNDLED_ENCODERS)('bundled encoder $id', ({ id, modality }) => {
  it('comes with manifest, licence, provenance and build script that fit its files', async () => {
    const folder = bundledFolder(id);
    const read = (name: string) => readFile(join(folder, name));
    const manifest = JSON.parse((await read('manifest.json')).toString());
    expect(manifest).toMatchObject({ id, modality });
    const model = await read(manifest.model.file);
    expect(createHash('sha256').update(model).digest('hex')).toBe(manifest.model.sha256);
    for (const name of ['LICENSE', 'README.md', 'build.py']) {
      expect((await read(name)).length).toBeGreaterThan(200);
    }
  });
});

describe('mobilenetv2-taps-64', () => {
  it('gives the recorded numbers', async () => {
    await withEncoder('mobilenetv2-taps-64', async (encoder) => {
      expect(encoder).toMatchObject({ modality: 'image', dimension: 1536 });
      const [embedding] = await embed(
        encoder,
        await seededPngs(1, { width: 64, height: 64, seed: 1 }),
      );
      const recorded = [1.29182, 2.50873, 0.78142, 0.14774];
      recorded.forEach((value, k) => expect(embedding![k]).toBeCloseTo(value, 3));
      expect(Math.hypot(...embedding!)).toBeCloseTo(29.3205, 2);
    });
  });

  it('sees the same picture alike at any size, as JPEG, and grey as three equal channels', async () => {
    await withEncoder('mobilenetv2-taps-64', async (encoder) => {
      const blocks = await seededPngs(1, { width: 256, height: 256, seed: 2 });
      const soft = await sharp(blocks[0]).blur(20).png().toBuffer();
      const at = (side: number) => sharp(soft).resize(side, side);
      const grey = await at(64).greyscale().toColourspace('b-w').png().toBuffer();
      const greyAsRgb = await at(64).greyscale().toColourspace('srgb').png().toBuffer();
      const items = [
        await at(64).png().toBuffer(),
        await at(256).png().toBuffer(),
        await at(1024).jpeg({ quality: 95 }).toBuffer(),
        await at(32).png().toBuffer(),
      ];
      const [reference, ...others] = await embed(encoder, items);
      for (const other of others) expect(cosine(reference!, other)).toBeGreaterThan(0.999);
      const [one, three] = await embed(encoder, [grey, greyAsRgb]);
      expect(one).toEqual(three);
    });
  });
});

describe('minilm-l6-v2-int8', () => {
  it('gives the recorded tokens and numbers', async () => {
    await withEncoder('minilm-l6-v2-int8', async (encoder) => {
      expect(encoder).toMatchObject({ modality: 'text', dimension: 384 });
      const tokens = await encoder.decode(Buffer.from('Where is my card?'));
      expect(tokens).toEqual(Int32Array.of(101, 2073, 2003, 2026, 4003, 1029, 102));
      expect(encoder.weight?.(tokens)).toBe(7);
      const [embedding] = await embed(encoder, [Buffer.from('Where is my card?')]);
      // Processors round 8-bit products differently: two digits hold everywhere.
      const recorded = [0.0041, 0.0181, -0.04, 0.0231];
      recorded.forEach((value, k) => expect(embedding![k]).toBeCloseTo(value, 2));
      expect(Math.hypot(...embedding!)).toBeCloseTo(1, 5);
    });
  });

  it('puts questions of one meaning nearer than others', async () => {
    await withEncoder('minilm-l6-v2-int8', async (encoder) => {
      const items = [SENTENCES[0]!, 'My card has not arrived yet', SENTENCES[6]!];
      const [asked, alike, other] = await embed(
        encoder,
        items.map((text) => Buffer.from(text)),
      );
      expect(cosine(asked!, alike!)).toBeGreaterThan(cosine(asked!, other!) + 0.2);
    });
  });

  it('cuts long texts at 256 tokens and keeps the last special token', async () => {
    await withEncoder('minilm-l6-v2-int8', async (encoder) => {
      const tokens = (await encoder.decode(Buffer.from('card '.repeat(5000)))) as Int32Array;
      expect(tokens).toHaveLength(256);
      expect([tokens[0], tokens[1], tokens[254], tokens[255]]).toEqual([101, 4003, 4003, 102]);
      const { data } = await encoder.encode([tokens]);
      expect(data.every(Number.isFinite)).toBe(true);
    });
  });
});
