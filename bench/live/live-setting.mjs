import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { AlaasClient } from '@alaas/client';
import { checkDatabase } from '@alaas/server';
import { encodeNpy, seededClasses } from '@alaas/testkit';

import { startService } from './service.mjs';

/**
 * Gives a service in processes of their own, with a pool of vectors below its data root, to `work`,
 * and removes all of it afterwards.
 */
export async function withService({ items, dimension, classes }, work) {
  const root = await mkdtemp(join(tmpdir(), 'alaas-bench-'));
  const home = join(root, 'home');
  try {
    const pool = seededClasses({ items, classes, dimension, spread: 1, seed: 1 });
    const shape = [items, dimension];
    const bytes = pool.embeddings.data;
    await writeFile(join(root, 'x.npy'), encodeNpy({ descr: '<f4', shape, bytes }));
    const names = Array.from({ length: classes }, (_, c) => `${c}`);
    const service = await startService({ home, root });
    try {
      return await work({
        ...service,
        config: { project: 'bench', task: 'vectors', data: 'x.npy', classes: names },
        truth: (position) => `${pool.targets[position]}`,
      });
    } finally {
      await service.end();
    }
  } finally {
    const { place } = await checkDatabase({ home });
    if (place?.kind === 'embedded') await rm(place.directory, { recursive: true, force: true });
    await rm(root, { recursive: true, force: true });
  }
}

/** A client under the name of an annotator. */
export function clientOf(baseUrl, annotator, retries = 3) {
  return new AlaasClient({ baseUrl, retries, headers: { 'alaas-annotator': annotator } });
}

/** Asks until a project is as wanted. */
export async function untilProject(client, id, isWanted) {
  for (;;) {
    const project = await client.projects.get(id);
    if (project.problem) throw new TypeError(project.problem.detail);
    if (isWanted(project)) return project;
    await wait(50);
  }
}
