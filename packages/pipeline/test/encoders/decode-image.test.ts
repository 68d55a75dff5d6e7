import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEncoder, type Encoder } from '@alaas/pipeline';
import { seededPngs, writeTinyImageEncoder } from '@alaas/testkit';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc32, deflateSync } from 'node:zlib';

interface Decoded {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

let folder: string;
let encoder: Encoder;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-images-'));
  encoder = await openEncoder(await writeTinyImageEncoder(folder), { sessions: 1 });
});
afterAll(async () => {
  await encoder.close();
  await rm(folder, { recursive: true, force: true });
});

const decode = async (bytes: Uint8Array) => (await encoder.decode(bytes)) as Decoded;

/** An 8 × 8 image, left half red and right half blue. */
function halves(): Sharp {
  const pixels = Buffer.alloc(8 * 8 * 3);
  for (let at = 0; at < 64; at++) pixels[3 * at + (at % 8 < 4 ? 0 : 2)] = 255;
  return sharp(pixels, { raw: { width: 8, height: 8, channels: 3 } });
}

function corners({ pixels, width, height }: Decoded): number[][] {
  const at = (x: number, y: number) => [...pixels.subarray(3 * (y * width + x)).subarray(0, 3)];
  return [at(0, 0), at(width - 1, 0), at(0, height - 1), at(width - 1, height - 1)];
}

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

describe('decoding an image', () => {
  it('reads PNG, WebP, GIF and TIFF exactly, JPEG and AVIF nearly', async () => {
    const exact = [
      await halves().png().toBuffer(),
      await halves().webp({ lossless: true }).toBuffer(),
      await halves().gif().toBuffer(),
      await halves().tiff({ compression: 'lzw' }).toBuffer(),
    ];
    for (const bytes of exact) {
      expect(corners(await decode(bytes))).toEqual([RED, BLUE, RED, BLUE]);
    }
    const nearly = [
      await halves().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
      await halves().avif({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer(),
    ];
    for (const bytes of nearly) {
      const [left] = corners(await decode(bytes));
      left!.forEach((value, c) => expect(Math.abs(value - RED[c]!)).toBeLessThan(16));
    }
  });

  it('turns it as its EXIF data say', async () => {
    const turned = await halves().png().withMetadata({ orientation: 6 }).toBuffer();
    expect(corners(await decode(turned))).toEqual([RED, RED, BLUE, BLUE]);
  });

  it('puts transparent parts on white, and makes three channels of grey, CMYK and 16 bits', async () => {
    const flat = (channels: 3 | 4, background: object) =>
      sharp({ create: { width: 8, height: 8, channels, background } });
    const firstPixel = async (image: Sharp) => {
      const { pixels, width, height } = await decode(await image.toBuffer());
      expect(pixels).toHaveLength(width * height * 3);
      return [...pixels.subarray(0, 3)];
    };
    const clear = flat(4, { r: 9, g: 9, b: 9, alpha: 0 }).png();
    expect(await firstPixel(clear)).toEqual([255, 255, 255]);
    const grey = flat(3, { r: 100, g: 100, b: 100 });
    expect(await firstPixel(grey.clone().toColourspace('b-w').png())).toEqual([100, 100, 100]);
    expect(await firstPixel(grey.clone().toColourspace('rgb16').png())).toEqual([100, 100, 100]);
    const [r, g, b] = await firstPixel(grey.clone().toColourspace('cmyk').jpeg({ quality: 100 }));
    for (const value of [r!, g!, b!]) expect(Math.abs(value - 100)).toBeLessThan(16);
  });

  it('takes the first frame of an animation', async () => {
    const frames = Buffer.concat([Buffer.alloc(192, 250), Buffer.alloc(192, 10)]);
    const raw = { width: 8, height: 16, channels: 3 as const, pageHeight: 8 };
    const bytes = await sharp(frames, { raw }).gif().toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    const { height, pixels } = await decode(bytes);
    expect(height).toBe(8);
    expect(pixels[0]).toBeGreaterThan(200);
  });

  it('shrinks large images and leaves small ones for the session to enlarge', async () => {
    const [large, small] = [
      { width: 300, height: 200 },
      { width: 3, height: 5 },
    ];
    const [one] = await seededPngs(1, { ...large, seed: 1 });
    expect(await decode(one!)).toMatchObject({ width: 8, height: 8 });
    const [other] = await seededPngs(1, { ...small, seed: 1 });
    expect(await decode(other!)).toMatchObject(small);
  });

  it('refuses an image of 20,000 × 20,000 pixels without decoding it', async () => {
    await expect(decode(emptyPng(20_000, 20_000))).rejects.toMatchObject({
      code: 'ITEM_TOO_LARGE',
    });
  });

  it('refuses what is broken, cut off or something else', async () => {
    const jpeg = await sharp((await seededPngs(1, { width: 64, height: 64, seed: 7 }))[0])
      .jpeg()
      .toBuffer();
    const cases: [Uint8Array, string][] = [
      [new Uint8Array(0), 'ITEM_EMPTY'],
      [Buffer.from('label,file\n'), 'ITEM_UNSUPPORTED'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'ITEM_UNSUPPORTED'],
      [Buffer.from('%PDF-1.7'), 'ITEM_UNSUPPORTED'],
      [jpeg.subarray(0, 4), 'ITEM_CORRUPT'],
      [jpeg.subarray(0, jpeg.length / 2), 'ITEM_CORRUPT'],
      [Buffer.concat([jpeg.subarray(0, 30), Buffer.alloc(400, 65)]), 'ITEM_CORRUPT'],
      [emptyPng(8, 8), 'ITEM_CORRUPT'],
    ];
    for (const [bytes, code] of cases) {
      await expect(decode(bytes)).rejects.toMatchObject({ name: 'CodedError', code });
    }
  });
});

/** A PNG whose header promises so many pixels and whose body holds one line. */
function emptyPng(width: number, height: number): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), content]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(content.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const line = deflateSync(Buffer.alloc(1 + 3 * Math.min(width, 100)));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', line),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
