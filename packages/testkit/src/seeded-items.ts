import { seededRandom } from '@alaas/core';
import sharp from 'sharp';

/** PNG files of random blocks of colour, the same for the same seed. */
export async function seededPngs(
  count: number,
  options: { width: number; height: number; seed: number },
): Promise<Uint8Array[]> {
  const { width, height, seed } = options;
  const random = seededRandom(seed);
  const files: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const blocks = Uint8Array.from({ length: 4 * 4 * 3 }, () => random.integer(256));
    const image = sharp(blocks, { raw: { width: 4, height: 4, channels: 3 } });
    files.push(await image.resize(width, height, { kernel: 'nearest' }).png().toBuffer());
  }
  return files;
}

/** Short questions to a bank, in our own words: texts of a few lengths for tests. */
export const SENTENCES: readonly string[] = [
  'Where is my card?',
  'The machine at the station kept my card and gave me no money.',
  'I was charged twice for the same dinner.',
  'How long does a transfer to another country take?',
  'Please close my account.',
  'My new phone number is not accepted when I try to sign in, although I changed it last week.',
  'Can I pay in dollars?',
  'Somebody I do not know has taken money out of my account, what should I do now?',
];

/** PNG files of classes that can be told apart by their colour, `each` of every class in turn. */
export async function seededClassPngs(options: {
  classes: readonly string[];
  each: number;
  seed: number;
}): Promise<{ label: string; bytes: Uint8Array }[]> {
  const { classes, each, seed } = options;
  const random = seededRandom(seed);
  const colours = classes.map(() => [
    random.integer(200),
    random.integer(200),
    random.integer(200),
  ]);
  const files: { label: string; bytes: Uint8Array }[] = [];
  for (let i = 0; i < classes.length * each; i++) {
    const c = i % classes.length;
    const pixels = Uint8Array.from(
      { length: 16 * 16 * 3 },
      (_, at) => colours[c]![at % 3]! + random.integer(56),
    );
    const image = sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } });
    files.push({ label: classes[c]!, bytes: await image.png().toBuffer() });
  }
  return files;
}
