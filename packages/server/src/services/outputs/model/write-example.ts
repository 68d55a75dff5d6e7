import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Task } from '@alaas/contracts';

import { writeAtomically } from '../write-atomically.js';

/** What differs between the examples of the tasks. */
interface ExampleKind {
  readonly prepare: string;
  readonly dependencies: Readonly<Record<string, string>>;
  /** An argument as a person would type it. */
  readonly argument: string;
  readonly words: string;
}

const ONNX_RUNTIME = { 'onnxruntime-node': '~1.30.0' };

const KINDS: Readonly<Record<Task, ExampleKind>> = {
  'image-classification': {
    prepare: 'prepare-image.mjs',
    dependencies: { ...ONNX_RUNTIME, sharp: '^0.35.5' },
    argument: 'some-image.png',
    words: 'the paths of image files',
  },
  'text-classification': {
    prepare: 'prepare-text.mjs',
    dependencies: { ...ONNX_RUNTIME, '@huggingface/tokenizers': '^0.2.0' },
    argument: '"some text"',
    words: 'texts, each in quotes',
  },
  vectors: {
    prepare: 'prepare-vector.mjs',
    dependencies: ONNX_RUNTIME,
    argument: 'vector.json',
    words: 'JSON files with an array of numbers, or such arrays themselves',
  },
};

/** The install script of ONNX Runtime would fetch GPU libraries from elsewhere; none is needed. */
const NPM_SETTINGS = 'ignore-scripts=true\n';

const TEMPLATES = new URL('../../../../model-example/', import.meta.url);

/** Writes a small Node program that uses the model in the folder above it. */
export async function writeExample(folder: string, task: Task): Promise<void> {
  const kind = KINDS[task];
  const predict = await readFile(new URL('predict.mjs', TEMPLATES));
  const prepare = await readFile(new URL(kind.prepare, TEMPLATES));
  await writeAtomically(join(folder, 'package.json'), packageJson(kind));
  await writeAtomically(join(folder, '.npmrc'), NPM_SETTINGS);
  await writeAtomically(join(folder, 'prepare.mjs'), prepare);
  await writeAtomically(join(folder, 'predict.mjs'), predict);
  await writeAtomically(join(folder, 'README.md'), readme(kind));
}

function packageJson({ dependencies }: ExampleKind): string {
  const content = {
    name: 'alaas-model-example',
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: { predict: 'node predict.mjs' },
    dependencies,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function readme({ argument, words }: ExampleKind): string {
  return `# Use the model

\`\`\`sh
npm install && node predict.mjs ${argument}
\`\`\`

The arguments are ${words}; \`--json\` prints every class with its probability. Install scripts are
switched off in \`.npmrc\`: that of ONNX Runtime would fetch GPU libraries, which are not needed here.

- \`../model.onnx\` holds everything from the prepared item to the probabilities. Its outputs are
  \`probabilities\` (items × classes) and, where there is an encoder, \`embedding\`.
- \`../model.json\` says how items are prepared, which class each column is, and where the model comes
  from: labels, seed, and the accuracy with its interval. The same facts lie in the metadata of the
  ONNX file, under \`alaas.card\`.
- \`prepare.mjs\` prepares items exactly as they were for training. In another language, do the same.
`;
}
