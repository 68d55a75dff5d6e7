import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

import sharp from 'sharp';

const SIDE = 28;
const FASHION_MNIST = new URL('../../examples/fashion-mnist/', import.meta.url);

/**
 * Writes `count` different JPEG files to a flat folder: those of a folder or zip, or else made from
 * the bundled Fashion-MNIST (28 × 28, shifted and tinted where more are wanted than there are).
 */
export async function writeImages(target, { count, from }) {
  await mkdir(target, { recursive: true });
  const files = from === undefined ? madeImages(count) : readImages(from);
  let written = 0;
  for await (const bytes of files) {
    if (written === count) break;
    await writeFile(join(target, `${String(written++).padStart(6, '0')}.jpg`), bytes);
  }
  return written;
}

async function* readImages(from) {
  if (from.endsWith('.zip')) {
    yield* zipEntries(await readFile(from));
    return;
  }
  const entries = await readdir(from, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => entry.isFile() && isJpeg(entry.name));
  const names = paths.map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const name of names) yield await readFile(name);
}

async function* madeImages(count) {
  const packed = await readFile(new URL('t10k-images-idx3-ubyte.gz', FASHION_MNIST));
  const pixels = gunzipSync(packed).subarray(16);
  const available = pixels.length / SIDE ** 2;
  for (let i = 0; i < count; i++) {
    const image = pixels.subarray((i % available) * SIDE ** 2, ((i % available) + 1) * SIDE ** 2);
    yield await variant(image, Math.floor(i / available));
  }
}

/** The image itself, then others of the same size that differ from it. */
async function variant(image, number) {
  const coloured = new Uint8Array(3 * image.length);
  image.forEach((value, at) => {
    const shifted = (at + number * SIDE) % image.length;
    coloured.set([value, value, Math.max(0, value - 20 * number)], 3 * shifted);
  });
  const raw = { width: SIDE, height: SIDE, channels: 3 };
  return sharp(coloured, { raw }).jpeg({ quality: 90 }).toBuffer();
}

/** JPEG files of a zip archive without encryption, in the order of its directory. */
function* zipEntries(zip) {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    at += 46 + nameLength + extra + comment;
    if (!isJpeg(name)) continue;
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + size);
    yield method === 0 ? content : inflateRawSync(content);
  }
}

function isJpeg(name) {
  return /\.jpe?g$/i.test(name);
}
