import { join } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import { AGENT_ARMS, proveConcept, skewOf, type Proof } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';

import type { LoadedProject } from '../config/load-project-config.js';
import { loadParts } from '../run/data/load-parts.js';
import type { RunMeans } from '../run/run-event.js';
import { arrangeProof, type ProofData } from './arrange-proof.js';
import { describeProof } from './describe-proof.js';
import type { PocReport } from './poc-report.js';
import { writePocPage } from './page/write-poc-page.js';

/**
 * A proof of concept: from 100 to 2,000 labelled items, whether the project is worth its labels and
 * what they will bring. Buys no label, needs no database, and writes `poc.html` into the project's
 * output folder. The same labels and seed give the same answer.
 *
 * @throws AlaasError `POC_NEEDS_LABELS`, `POC_TOO_FEW_LABELS`, `DOMAIN_FIT_ONE_CLASS`,
 *   `RUN_CLASS_UNKNOWN`, `RUN_TEST_UNUSABLE`, `OUTPUT_WRITE_FAILED`, those of sources and encoders,
 *   and `CANCELLED` when the signal fires.
 */
export async function pocProject(project: LoadedProject, means: RunMeans = {}): Promise<PocReport> {
  const beganMs = performance.now();
  try {
    const { config } = project;
    const data = await loadProofData(project, means);
    for (const text of data.notes) means.onProgress?.({ kind: 'note', text });
    const described = describeProof(await prove(data, project, means), data, config);
    const report = join(config.output, 'poc.html');
    const seconds = Math.round(performance.now() - beganMs) / 1000;
    const answer = { ...described, outputs: { report }, seconds };
    await writePocPage(answer, { path: report, config });
    return answer;
  } catch (error) {
    throw AlaasError.from(error);
  }
}

async function loadProofData(project: LoadedProject, means: RunMeans): Promise<ProofData> {
  const { config } = project;
  if (config.labels === undefined) {
    throw new AlaasError('POC_NEEDS_LABELS', 'The project names no known labels.', {
      field: 'labels',
    });
  }
  const parts = await loadParts(project, means);
  try {
    return arrangeProof(parts, config);
  } finally {
    await parts.close();
  }
}

/** Those of a replay; where classes are skewed, the agent's challenger for that runs, too. */
function armsFor({ targets, classes }: ProofData): readonly string[] {
  const { skewed } = skewOf(Array.from(targets), classes.length);
  const [first, ...others] = AGENT_ARMS.replay;
  const classAware = AGENT_ARMS.auto.slice(2);
  return skewed ? [first!, ...classAware, ...others] : AGENT_ARMS.replay;
}

async function prove(
  data: ProofData,
  { config }: LoadedProject,
  { signal, onProgress }: RunMeans,
): Promise<Proof> {
  const kernels = await openOnnxKernels();
  try {
    return await proveConcept({
      ...data,
      classCount: data.classes.length,
      metric: config.agent.metric,
      arms: armsFor(data),
      budgetLabels: config.budget,
      target: config.agent.target,
      seed: config.seed,
      kernels,
      signal,
      onProgress: (stage, done, total) => onProgress?.({ kind: 'stage', stage, done, total }),
    });
  } finally {
    await kernels.close();
  }
}
