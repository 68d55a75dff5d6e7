import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunAnswer } from '@alaas/server';
import { encodeNpy, seededClasses } from '@alaas/testkit';
import { afterAll } from 'vitest';

import { removeDatabase, SCRIPT } from '../run-alaas.js';

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with projects that share one data folder, so that one database serves all tests. */
export interface Workplace {
  readonly root: string;
  readonly home: string;
  /** Makes a folder for a project and writes its files; a text is written as it is. */
  readonly project: (files: Readonly<Record<string, string | Uint8Array>>) => string;
  /** Runs the command in a project's folder. */
  readonly alaas: (folder: string, ...args: readonly string[]) => Promise<Ended>;
  /** The same, for a look at the process while it runs. */
  readonly start: (
    folder: string,
    ...args: readonly string[]
  ) => { readonly child: ChildProcess; readonly ended: Promise<Ended> };
  /** `alaas run --json`, which must end well. */
  readonly run: (folder: string) => Promise<RunAnswer>;
}

/** Makes the folder for a test file; it is removed, with its database, when the tests end. */
export function openWorkplace(): Workplace {
  const root = mkdtempSync(join(tmpdir(), 'alaas-run-'));
  // A database that runs under another account must get through.
  chmodSync(root, 0o711);
  const home = join(root, 'home');
  const env = { ...process.env, ALAAS_HOME: home };
  let projects = 0;
  afterAll(async () => {
    await removeDatabase(home);
    rmSync(root, { recursive: true, force: true });
  });
  const start: Workplace['start'] = (folder, ...args) => {
    const child = spawn(process.execPath, [SCRIPT, ...args], { cwd: folder, env });
    return { child, ended: endOf(child) };
  };
  const alaas: Workplace['alaas'] = (folder, ...args) => start(folder, ...args).ended;
  return {
    root,
    home,
    start,
    alaas,
    project(files) {
      const folder = join(root, `project-${projects++}`);
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      return folder;
    },
    async run(folder) {
      const { exitCode, stdout, stderr } = await alaas(folder, 'run', '--json');
      if (exitCode !== 0) throw new Error(`alaas run ended with ${exitCode}: ${stderr}`);
      return JSON.parse(stdout) as RunAnswer;
    },
  };
}

function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
}

/** A configuration, a line for each key. */
export function yaml(keys: Readonly<Record<string, unknown>>): string {
  return Object.entries(keys)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
    .join('');
}

/** Files of a labelled pool of vectors, and of test items beside it. */
export function vectorFiles({
  items = 300,
  classes = 3,
}: { items?: number; classes?: number } = {}): Record<string, Uint8Array> {
  const pool = seededClasses({ items, classes, dimension: 16, seed: 1 });
  const test = seededClasses({ items: 90, classes, dimension: 16, seed: 2 });
  return {
    'x.npy': matrixFile(pool.embeddings.data, 16),
    'y.npy': labelsFile(pool.targets),
    'xt.npy': matrixFile(test.embeddings.data, 16),
    'yt.npy': labelsFile(test.targets),
  };
}

/** A float32 matrix as `.npy`. */
function matrixFile(data: Float32Array, cols: number): Uint8Array {
  return encodeNpy({ descr: '<f4', shape: [data.length / cols, cols], bytes: data });
}

/** Class numbers as `.npy`. */
export function labelsFile(labels: ArrayLike<number>): Uint8Array {
  return encodeNpy({ descr: '<i4', shape: [labels.length], bytes: Int32Array.from(labels) });
}
