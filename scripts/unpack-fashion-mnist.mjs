// Unpacks the bundled Fashion-MNIST images as PNG files to examples/fashion-mnist/images: the first
// 8,000 into pool/, the rest into test/, with labels.csv for both.
// Usage: node scripts/unpack-fashion-mnist.mjs [folder that holds the two .gz files]
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync, gunzipSync } from 'node:zlib';

const CLASSES = [
  't-shirt',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle-boot',
];
const SIDE = 28;
const POOL_IMAGES = 8000;
const WRITERS = 16;
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = resolve(process.argv[2] ?? join(root, 'examples', 'fashion-mnist'));
await unpack(folder);

async function unpack(base) {
  const startedMs = performance.now();
  const labels = idxContent(await readFile(join(base, 't10k-labels-idx1-ubyte.gz')));
  const target = join(base, 'images');
  if ((await countImages(target)) === labels.length) {
    console.log(`Fashion-MNIST: ${labels.length} images are unpacked already.`);
    return;
  }
  const pixels = idxContent(await readFile(join(base, 't10k-images-idx3-ubyte.gz')));
  // The folder gets its name when it is whole, so that an interrupted run leaves no half of it.
  const partial = join(base, 'images.part');
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, 'pool'), { recursive: true });
  await mkdir(join(partial, 'test'));
  await writeImages(partial, { count: labels.length, pixels });
  await writeFile(join(partial, 'labels.csv'), labelTable(labels));
  await rm(target, { recursive: true, force: true });
  await rename(partial, target);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`Fashion-MNIST: ${labels.length} images unpacked in ${seconds} s.`);
}

async function writeImages(place, { count, pixels }) {
  let next = 0;
  const writeSome = async () => {
    while (next < count) {
      const index = next++;
      if (index > 0 && index % 2500 === 0) {
        console.log(`Fashion-MNIST: ${index} of ${count} images …`);
      }
      const image = pixels.subarray(index * SIDE * SIDE, (index + 1) * SIDE * SIDE);
      const part = index < POOL_IMAGES ? 'pool' : 'test';
      await writeFile(join(place, part, nameOf(index)), greyPng(image));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writeSome));
}

function nameOf(index) {
  return `${String(index).padStart(5, '0')}.png`;
}

function labelTable(labels) {
  const lines = [...labels].map((label, index) => `${nameOf(index)},${CLASSES[label]}\n`);
  return `item,label\n${lines.join('')}`;
}

async function countImages(place) {
  const counts = ['pool', 'test'].map(async (part) => {
    const files = await readdir(join(place, part)).catch(() => []);
    return files.filter((file) => file.endsWith('.png')).length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** The numbers of an IDX file: two zeros, type, number of axes, then one 32-bit size per axis. */
function idxContent(packed) {
  const bytes = gunzipSync(packed);
  return bytes.subarray(4 + 4 * bytes[3]);
}

/** An 8-bit grey PNG: every line begins with its filter, 0 for none. */
function greyPng(pixels) {
  const lines = Buffer.alloc(SIDE * (SIDE + 1));
  for (let y = 0; y < SIDE; y++) {
    lines.set(pixels.subarray(y * SIDE, (y + 1) * SIDE), y * (SIDE + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header[8] = 8;
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND')];
  return Buffer.concat([PNG_SIGNATURE, ...parts]);
}

function chunk(type, content = Buffer.alloc(0)) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, checksum]);
}
