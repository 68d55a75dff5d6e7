import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkDatabase, loadProjectConfig, type LoadedProject } from '@alaas/server';
import { encodeNpy, seededClasses } from '@alaas/testkit';
import { afterAll } from 'vitest';

/** Projects of a test file; they share a data folder, so that one database serves all. */
export interface Projects {
  readonly home: string;
  /** Writes the files of a project and loads it; `keys` are those of its configuration. */
  readonly project: (
    keys: Readonly<Record<string, unknown>>,
    files: Readonly<Record<string, string | Uint8Array>>,
  ) => Promise<LoadedProject>;
}

/** Makes the folder; it is removed, with its database, when the tests end. */
export function openProjects(): Projects {
  const root = mkdtempSync(join(tmpdir(), 'alaas-projects-'));
  const home = join(root, 'home');
  let count = 0;
  afterAll(async () => {
    const check = await checkDatabase({ home });
    if (check.ok && check.place?.kind === 'embedded') {
      rmSync(check.place.directory, { recursive: true, force: true });
    }
    rmSync(root, { recursive: true, force: true });
  });
  return {
    home,
    async project(keys, files) {
      const folder = join(root, `project-${count++}`);
      // JSON is YAML, too.
      const all = { 'alaas.yaml': JSON.stringify({ project: `p${count}`, ...keys }), ...files };
      for (const [name, content] of Object.entries(all)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      return loadProjectConfig(folder, { environment: { ALAAS_HOME: home } });
    },
  };
}

/** Files of a labelled pool of vectors. */
export function vectorFiles({ items = 120, classes = 3 } = {}): Record<string, Uint8Array> {
  const { embeddings, targets } = seededClasses({ items, classes, dimension: 16, seed: 1 });
  return { 'x.npy': matrixFile(embeddings.data, 16), 'y.npy': labelsFile(targets) };
}

/** A float32 matrix as `.npy`. */
export function matrixFile(data: Float32Array, cols: number): Uint8Array {
  return encodeNpy({ descr: '<f4', shape: [data.length / cols, cols], bytes: data });
}

/** Class numbers as `.npy`. */
export function labelsFile(labels: ArrayLike<number>): Uint8Array {
  return encodeNpy({ descr: '<i4', shape: [labels.length], bytes: Int32Array.from(labels) });
}
