import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeNpy, seededMatrix } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runAlaas } from './run-alaas.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'select-'));
  const npy = (descr: string, shape: readonly number[], bytes: ArrayBufferView) =>
    encodeNpy({ descr, shape, bytes });
  const probabilities = Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.8, 0.2, 0.5, 0.5);
  await writeFile(join(folder, 'x.npy'), npy('<f4', [4, 3], seededMatrix(4, 3, 1).data));
  await writeFile(join(folder, 'p.npy'), npy('<f4', [4, 2], probabilities));
  const large = seededMatrix(30_000, 20, 1);
  await writeFile(join(folder, 'large.npy'), npy('<f4', [30_000, 20], large.data));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const POOL = ['--embeddings=x.npy', '--probabilities=p.npy'];

function select(...args: readonly string[]) {
  return runAlaas(['select', ...args], { cwd: folder });
}

describe('alaas select', () => {
  it('prints one JSON document in the form that is relied on', async () => {
    const { exitCode, stdout } = await select(
      ...[...POOL, '--strategy=margin', '--budget=3', '--seed=7', '--json'],
    );
    expect(exitCode).toBe(0);
    const answer = JSON.parse(stdout) as { seconds: object };
    expect(Object.keys(answer)).toEqual(['strategy', 'seed', 'selected', 'seconds']);
    expect(answer).toMatchObject({ strategy: 'margin', seed: 7, selected: [3, 1, 2] });
    expect(Object.keys(answer.seconds)).toEqual(['load', 'select', 'total']);
  });

  it('prints rows for people, the summary apart', async () => {
    const { exitCode, stdout, stderr } = await select(
      ...[...POOL, '--strategy=typiclust', '--option=maxClusters=1', '--budget=4'],
    );
    expect(exitCode).toBe(0);
    expect(stdout.trim().split('\n').sort()).toEqual(['0', '1', '2', '3']);
    expect(stderr).toMatch(/typiclust chose 4 items in [\d.]+ s/);
  });

  it.each([
    ['--strategy=margn', 'STRATEGY_UNKNOWN'],
    ['--budget=5', 'BATCH_EXCEEDS_POOL'],
    ['--budget=much', 'CLI_USAGE'],
    ['--budget=1.5', 'CLI_USAGE'],
    ['--seed=luck', 'CLI_USAGE'],
    ['--option=reach', 'CLI_USAGE'],
    ['--colour=red', 'CLI_USAGE'],
  ])('refuses %s with its code, and exits with 2', async (flag, code) => {
    const { exitCode, stdout, stderr } = await select(
      ...[...POOL, '--strategy=margin', '--budget=2', flag, '--json'],
    );
    const { error } = JSON.parse(stdout) as { error: { remedy: string } };
    expect(error).toMatchObject({ code });
    expect(error.remedy).not.toBe('');
    expect(stderr).toContain(code);
    expect(exitCode).toBe(2);
  });

  it('stops on Ctrl-C in the middle of the work', async () => {
    const args = ['--embeddings=large.npy', '--strategy=max-herding', '--budget=2000', '--json'];
    const ended = await runAlaas(['select', ...args], { cwd: folder, interrupted: true });
    expect(ended.exitCode).toBe(130);
    expect(ended.stderr).toContain('CANCELLED');
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'CANCELLED' } });
  });
});
