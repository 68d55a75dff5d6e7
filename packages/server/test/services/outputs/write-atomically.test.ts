import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { writeAtomically } from '../../../src/services/outputs/write-atomically.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-write-'));
  path = join(folder, 'deep', 'file.txt');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('writeAtomically', () => {
  it('makes folders, writes text, bytes and parts, and replaces what was there', async () => {
    async function* parts() {
      yield 'a';
      yield new TextEncoder().encode('é');
    }
    for (const content of ['text é', new TextEncoder().encode('bytes'), parts()]) {
      await writeAtomically(path, content);
    }
    expect(await readFile(path, 'utf8')).toBe('aé');
    expect(await readdir(join(folder, 'deep'))).toEqual(['file.txt']);
  });

  it('keeps the old content when its parts fail half way', async () => {
    await writeAtomically(path, 'old');
    async function* parts() {
      yield 'new';
      throw Object.assign(new Error('gone'), { code: 'CANCELLED' });
    }
    await expect(writeAtomically(path, parts())).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(join(folder, 'deep'))).toEqual(['file.txt']);
  });

  it('keeps the old content when the disk is full', async () => {
    await mkdir(join(folder, 'deep'));
    await writeFile(path, 'old');
    const module = new URL('../../../dist/services/outputs/write-atomically.js', import.meta.url);
    const program = `
      const { writeAtomically } = await import(${JSON.stringify(module.href)});
      const failure = await writeAtomically(process.argv[1], 'x'.repeat(1e6)).catch((error) => error);
      process.stdout.write(JSON.stringify({ code: failure.code, field: failure.details?.field }));`;
    // A limit on the size of files is met as a full disk is: by an error of the write.
    const limited = `trap '' XFSZ; ulimit -f 64; exec "$0" --input-type=module -e "$1" "$2"`;
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      limited,
      process.execPath,
      program,
      path,
    ]);
    expect(JSON.parse(stdout)).toEqual({ code: 'OUTPUT_WRITE_FAILED', field: 'output' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(join(folder, 'deep'))).toEqual(['file.txt']);
  });

  it('refuses a path that is a folder', async () => {
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'inside'), '');
    await expect(writeAtomically(path, 'x')).rejects.toMatchObject({
      code: 'OUTPUT_WRITE_FAILED',
      details: { value: path },
    });
    expect(await readdir(join(folder, 'deep'))).toEqual(['file.txt']);
  });
});
