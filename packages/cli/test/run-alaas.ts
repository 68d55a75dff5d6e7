import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkDatabase } from '@alaas/server';
import { onTestFinished } from 'vitest';

/** The script behind the command `alaas`. */
export const SCRIPT = join(
  dirname(createRequire(import.meta.url).resolve('@alaas/cli')),
  '../bin/alaas.js',
);

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how a command runs. */
interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Press Ctrl-C at the first word on standard error. */
  readonly interrupted?: boolean;
}

/** Runs `alaas` in a process of its own, without a terminal. */
export function runAlaas(
  args: readonly string[],
  { cwd = tmpdir(), env = {}, interrupted = false }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [SCRIPT, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    if (interrupted) child.stderr.once('data', () => child.kill('SIGINT'));
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** A command that runs until it is told to end. */
export interface Started {
  readonly child: ChildProcess;
  /** The next line on standard output. */
  readonly line: () => Promise<string>;
  /** Its exit code, when it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts `alaas` in a process of its own. */
export function startAlaas(
  args: readonly string[],
  { cwd = tmpdir(), env = {} }: Omit<RunOptions, 'interrupted'> = {},
): Started {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stderr.resume();
  return {
    child,
    line: async () => ((await lines.next()) as { value: string }).value,
    ended: once(child, 'close').then(([exitCode]) => exitCode as number | null),
  };
}

/** Removes the built-in database of a data folder, which may lie elsewhere. */
export async function removeDatabase(home: string): Promise<void> {
  const check = await checkDatabase({ home });
  if (check.ok && check.place?.kind === 'embedded') {
    rmSync(check.place.directory, { recursive: true, force: true });
  }
}

/** A folder with these files; it goes when the test ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'alaas cli ü-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

/** The one JSON document that standard output holds. */
export function documentOf(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}
