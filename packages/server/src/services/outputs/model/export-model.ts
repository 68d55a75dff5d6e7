import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { AlaasError } from '@alaas/contracts';
import { composeClassifier } from '@alaas/pipeline';

import {
  temporaryBeside,
  writeAtomically,
  writeFailure,
  writeFlushed,
} from '../write-atomically.js';
import { checkModel } from './check-model.js';
import type { ExportedModel, ExportTask } from './export-task.js';
import { modelCard } from './model-card.js';
import { writeExample } from './write-example.js';

/**
 * Writes a classifier as one ONNX file, `model.onnx`, that takes prepared items and gives
 * `probabilities` and `embedding`; beside it `model.json`, `classes.json`, the tokenizer of a text
 * encoder, the encoder's licence, and `example/`, a small Node program.
 *
 * The model is checked through ONNX Runtime before anything gets its final name: when the check
 * fails, an earlier export stays as it was and nothing else is left.
 *
 * @throws AlaasError `EXPORT_MISMATCH`, `EXPORT_ENCODER_UNFIT`, `OUTPUT_WRITE_FAILED`,
 *   `INPUT_SHAPE` (no item to check with), `CANCELLED`.
 */
export async function exportModel(task: ExportTask): Promise<ExportedModel> {
  const model = join(task.folder, 'model.onnx');
  const temporary = temporaryBeside(model);
  try {
    const bytes = await compose(task);
    await mkdir(task.folder, { recursive: true });
    await writeFlushed(temporary, bytes);
    const check = await checkModel(temporary, task);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const card = join(task.folder, 'model.json');
    const example = join(task.folder, 'example');
    await writeCompanions(task, { card, sha256 });
    await writeExample(example, task.task);
    await rename(temporary, model);
    return { model, card, example, sha256, ...check };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailure(model, error);
  }
}

async function compose({ origin, featureSpace, head, ...task }: ExportTask): Promise<Uint8Array> {
  const encoder =
    origin.kind === 'encoder'
      ? { model: await readModel(origin.encoder.modelFile), output: origin.encoder.manifest.output }
      : undefined;
  const card = modelCard({ origin, featureSpace, head, ...task });
  const metadata = {
    'alaas.classes': JSON.stringify(task.classes),
    'alaas.card': JSON.stringify(card),
  };
  return composeClassifier({ encoder, featureSpace, head, metadata });
}

async function readModel(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AlaasError('EXPORT_ENCODER_UNFIT', `The encoder's file ${file} cannot be read.`, {
      field: 'encoder',
      value: file,
      cause,
    });
  }
}

async function writeCompanions(
  task: ExportTask,
  { card, sha256 }: { card: string; sha256: string },
): Promise<void> {
  const json = (content: unknown) => `${JSON.stringify(content, null, 2)}\n`;
  await writeAtomically(card, json({ ...modelCard(task), sha256 }));
  await writeAtomically(join(task.folder, 'classes.json'), json(task.classes));
  if (task.origin.kind !== 'encoder') return;
  const { modelFile, tokenizerFile } = task.origin.encoder;
  await copyIfPresent(join(dirname(modelFile), 'LICENSE'), join(task.folder, 'LICENSE-encoder'));
  if (tokenizerFile === undefined) return;
  await copyIfPresent(tokenizerFile, join(task.folder, 'tokenizer.json'));
  const config = 'tokenizer_config.json';
  await copyIfPresent(join(dirname(tokenizerFile), config), join(task.folder, config));
}

async function copyIfPresent(from: string, to: string): Promise<void> {
  const found = await stat(from).catch(() => undefined);
  if (found?.isFile()) await writeAtomically(to, await readFile(from));
}
