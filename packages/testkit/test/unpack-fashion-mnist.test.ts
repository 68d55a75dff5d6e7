import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const FILES = ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];
const BOOT = join('images', 'pool', '00000.png');
let folder: string;

async function unpack(): Promise<string> {
  const script = join(root, 'scripts', 'unpack-fashion-mnist.mjs');
  return (await promisify(execFile)(process.execPath, [script, folder])).stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-fashion-'));
  for (const file of FILES) {
    await cp(join(root, 'examples', 'fashion-mnist', file), join(folder, file));
  }
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the script that unpacks Fashion-MNIST', () => {
  it('writes pool, test images and their labels, after an interrupted run, too', async () => {
    await mkdir(join(folder, 'images.part', 'pool'), { recursive: true });
    expect(await unpack()).toContain('10000 images unpacked');
    expect(await readdir(join(folder, 'images', 'pool'))).toHaveLength(8000);
    expect(await readdir(join(folder, 'images', 'test'))).toHaveLength(2000);
    const lines = (await readFile(join(folder, 'images', 'labels.csv'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(10_001);
    expect(lines.slice(0, 2)).toEqual(['item,label', '00000.png,ankle-boot']);
    for (const name of ['bag', 'sandal']) {
      expect(lines.filter((line) => line.endsWith(`,${name}`))).toHaveLength(1000);
    }
    await expect(stat(join(folder, 'images.part'))).rejects.toMatchObject({ code: 'ENOENT' });
    const original = gunzipSync(await readFile(join(folder, FILES[0]!))).subarray(16, 16 + 784);
    const pixels = await sharp(join(folder, BOOT)).toColourspace('b-w').raw().toBuffer();
    expect(pixels.equals(original)).toBe(true);
  });

  it('does nothing when all is there, and starts over when something is missing', async () => {
    const before = await stat(join(folder, BOOT));
    expect(await unpack()).toContain('unpacked already');
    expect((await stat(join(folder, BOOT))).mtimeMs).toBe(before.mtimeMs);
    await rm(join(folder, BOOT));
    expect(await unpack()).toContain('10000 images unpacked');
    expect((await stat(join(folder, BOOT))).size).toBe(before.size);
  });
});
