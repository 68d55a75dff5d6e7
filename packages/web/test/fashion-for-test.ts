import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import sharp from 'sharp';

const DEMO = join(import.meta.dirname, '../../../examples/fashion-mnist');
const SIDE = 28;
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;
/** Those that are told apart after a few labels, as they are numbered in the files. */
const NUMBERS = { trouser: 1, bag: 8, 'ankle-boot': 9 } as const;

/** Classes of the images, in the order of their keys. */
export const FASHION: readonly string[] = Object.keys(NUMBERS);

/**
 * Images of the demo, so many of each class, in two folders: `pool`, in which only the name tells the
 * class, and `test`, with a folder for each class.
 */
export async function writeFashion(
  root: string,
  { pool, test }: { readonly pool: number; readonly test: number },
): Promise<void> {
  const pixels = await unpacked('t10k-images-idx3-ubyte.gz', IMAGES_HEADER);
  const labels = await unpacked('t10k-labels-idx1-ubyte.gz', LABELS_HEADER);
  await mkdir(join(root, 'pool'), { recursive: true });
  for (const [name, number] of Object.entries(NUMBERS)) {
    await mkdir(join(root, 'test', name), { recursive: true });
    const found = [...labels.keys()].filter((at) => labels[at] === number).slice(0, pool + test);
    for (const [i, at] of found.entries()) {
      const grey = pixels.subarray(at * SIDE * SIDE, (at + 1) * SIDE * SIDE);
      const image = sharp(grey, { raw: { width: SIDE, height: SIDE, channels: 1 } });
      const folder = i < pool ? 'pool' : join('test', name);
      await writeFile(join(root, folder, `${name}-${at}.png`), await image.png().toBuffer());
    }
  }
}

/** The true class of an image of the pool. */
export function fashionOf(item: string): string {
  return FASHION.find((name) => item.includes(name))!;
}

async function unpacked(file: string, header: number): Promise<Uint8Array> {
  const bytes = await promisify(gunzip)(await readFile(join(DEMO, file)));
  return new Uint8Array(bytes).subarray(header);
}
