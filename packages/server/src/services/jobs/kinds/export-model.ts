import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import type { Calibration } from '@alaas/core';
import { openEncoder, openOnnxKernels, type EncoderSpec } from '@alaas/pipeline';

import { ALAAS_VERSION } from '../../../version.js';
import { ItemService } from '../../items/item-service.js';
import { exportModel as writeModel } from '../../outputs/model/export-model.js';
import type { ExportOrigin } from '../../outputs/model/export-task.js';
import type { Measurement } from '../../outputs/report/report-input.js';
import { requireAgent, type LiveAgent } from '../../projects/agent-store.js';
import { ensureHead, type ComputeTask } from '../../projects/compute-observation.js';
import { trainedLabels } from '../../projects/learner-pool.js';
import { firstVectors } from '../../projects/pool-store.js';
import { projectSettings } from '../../projects/project-settings.js';
import { SettledItems } from '../../projects/settled-items.js';
import { whereBetter } from '../../run/results/look-back.js';
import { FEWEST_RANDOM_ITEMS } from '../../run/learner/random-items.js';
import { indicesOf } from '../../run/rounds/run-rounds.js';
import type { JobTask, WrittenFile } from '../job-task.js';
import { tarEnd, tarEntry } from '../tar.js';

/** Items that a model is checked with. */
const CHECKED_ITEMS = 8;

/**
 * Writes the champion's model as a tar archive: one ONNX file with encoder and head, checked against
 * the head through ONNX Runtime, its card and an example.
 *
 * @throws AlaasError `RUN_NOTHING_LEARNED` before the first model, and as the writer of models.
 */
export async function exportModel(task: JobTask): Promise<WrittenFile> {
  const { database, learners, means, signal, file } = task;
  const agent = await requireAgent(database.sql, task.project);
  const { state, row, classes } = agent;
  const labels = trainedLabels(state, state.champion);
  if (labels === undefined) {
    const message = 'No model was trained yet.';
    throw new AlaasError('RUN_NOTHING_LEARNED', message, { field: 'project' });
  }
  const given = JSON.parse(row.config) as Record<string, unknown>;
  const { config, encoder } = await projectSettings(given, means, { places: false });
  await task.report({ stage: 'train', done: 0, total: 1 });
  const compute: ComputeTask = {
    agent,
    learner: await learners.of(agent),
    settled: await SettledItems.read(database.sql, row.sequence),
  };
  await ensureHead(compute, state.champion);
  const calibration = await calibrationOf(compute);
  const learned = await compute.learner.thread.model({
    head: state.champion,
    temperature: calibration?.temperature ?? 1,
  });
  await task.report({ stage: 'write', done: 0, total: 1 });
  const folder = await mkdtemp(join(tmpdir(), 'alaas-model-'));
  const kernels = await openOnnxKernels();
  const origin = await openOrigin(task, agent, encoder);
  try {
    await writeModel({
      ...learned!,
      folder,
      task: config.task,
      classes,
      origin: origin.origin,
      provenance: {
        project: config.project,
        runId: task.project,
        createdAt: new Date(),
        alaasVersion: ALAAS_VERSION,
        strategy: state.champion,
        seed: state.settings.seed,
        labels,
        measurement: measurementOf(agent),
        calibration,
      },
      kernels,
      signal,
    });
    for (const path of await filesBelow(folder)) {
      const name = relative(folder, path).split(sep).join('/');
      for (const piece of tarEntry(name, await readFile(path))) await file.write(piece);
    }
    await file.write(tarEnd());
    return { name: 'model.tar', mediaType: 'application/x-tar' };
  } finally {
    await origin.close();
    await kernels.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A head's temperature, from items that it was not trained on. */
async function calibrationOf({ agent, learner }: ComputeTask): Promise<Calibration | undefined> {
  const { state, testLabels, classes } = agent;
  const { rows, targets } = state.holdout;
  const given = testLabels && indicesOf(testLabels, classes);
  const known = given ?? Int32Array.from(targets);
  if (known.length < FEWEST_RANDOM_ITEMS) return undefined;
  const found = await learner.thread.calibrate({
    head: state.champion,
    items: {
      ...(!given && { rows }),
      targets: known,
      classCount: classes.length,
      metric: state.settings.metric,
      seed: state.settings.seed,
    },
  });
  return whereBetter(found);
}

function measurementOf({ state, testLabels }: LiveAgent): Measurement {
  const items = state.holdout.targets.length;
  if (testLabels) return { kind: 'test-set', items };
  return state.holdout.rows.length > 0 ? { kind: 'bought-holdout', items } : { kind: 'none' };
}

interface OpenOrigin {
  readonly origin: ExportOrigin;
  close(): Promise<void>;
}

async function openOrigin(
  { database, means, signal, project }: JobTask,
  { row, columns, state }: LiveAgent,
  spec: EncoderSpec | undefined,
): Promise<OpenOrigin> {
  if (spec === undefined) {
    const part = { project: row.sequence, columns, count: CHECKED_ITEMS };
    const vectors = await firstVectors(database.sql, part);
    return { origin: { kind: 'vectors', vectors }, close: async () => undefined };
  }
  const encoder = await openEncoder(spec, { signal });
  const items = new ItemService(database, means);
  const close = async () => {
    await items.close();
    await encoder.close();
  };
  try {
    const contents: Uint8Array[] = [];
    for (
      let position = 0;
      position < Math.min(CHECKED_ITEMS, state.settings.poolSize);
      position++
    ) {
      contents.push((await items.content({ project, position, signal })).bytes);
    }
    return { origin: { kind: 'encoder', encoder, items: contents }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
