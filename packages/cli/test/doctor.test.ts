import { describe, expect, it } from 'vitest';

import { documentOf, folderWith, runAlaas } from './run-alaas.js';

interface Finding {
  readonly name: string;
  readonly status: string;
  readonly detail: string;
  readonly remedy?: string;
}

/** A database that answers at once that nobody is there. */
const NO_DATABASE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

/** Runs a program in the process before `alaas` does: what is broken on some machine. */
function broken(program: string) {
  const preload = `data:text/javascript,${encodeURIComponent(program)}`;
  return { ...NO_DATABASE, NODE_OPTIONS: `--import=${preload}` };
}

async function examined(env: Readonly<Record<string, string>>) {
  const cwd = folderWith({});
  const { exitCode, stdout, stderr } = await runAlaas(['doctor', '--json'], { cwd, env });
  const { ok, checks } = documentOf(stdout) as unknown as { ok: boolean; checks: Finding[] };
  for (const { status, remedy = '' } of checks) {
    expect(['ok', 'warning', 'failed']).toContain(status);
    if (status !== 'ok') expect(remedy).toMatch(/\w{3}/);
  }
  return { exitCode, stderr, ok, find: (name: string) => checks.find((one) => one.name === name)! };
}

describe('alaas doctor', () => {
  it('finds a whole machine well, the built-in database started', async () => {
    const { exitCode, stdout } = await runAlaas(['doctor'], {
      cwd: folderWith({}),
      env: { DATABASE_URL: '' },
    });
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    for (const name of [
      'node',
      'machine',
      'disk',
      'onnxruntime',
      'images',
      'encoders',
      'database',
    ]) {
      expect(stdout).toMatch(new RegExp(`^(ok|note) +${name} `, 'm'));
    }
  });

  it('fails where the database cannot be reached, and examines the rest all the same', async () => {
    const { exitCode, ok, find, stderr } = await examined(NO_DATABASE);
    expect({ exitCode, ok, stderr }).toEqual({ exitCode: 1, ok: false, stderr: '' });
    expect(find('database')).toMatchObject({ status: 'failed' });
    expect(find('database').remedy).toContain('DATABASE_URL');
    expect(find('encoders')).toMatchObject({ status: 'ok' });
  });

  it.each([
    [
      'an old Node',
      "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });",
      'node',
      'failed',
      'Install Node 20.19',
    ],
    [
      'little memory',
      'process.constrainedMemory = () => 2 ** 29;',
      'machine',
      'warning',
      'Close other programs',
    ],
    [
      'a full disk',
      "import fs from 'node:fs/promises'; import { syncBuiltinESMExports } from 'node:module'; fs.statfs = async () => ({ bavail: 1, bsize: 4096 }); syncBuiltinESMExports();",
      'disk',
      'failed',
      'Free some space',
    ],
    [
      'a folder that may not be written',
      "import fs from 'node:fs/promises'; import { syncBuiltinESMExports } from 'node:module'; fs.access = async () => { throw Object.assign(new Error('EACCES'), { code: 'EACCES' }); }; syncBuiltinESMExports();",
      'disk',
      'failed',
      'ALAAS_HOME',
    ],
    [
      'encoders that are not there',
      "import Module from 'node:module'; const resolve = Module._resolveFilename; Module._resolveFilename = (name, ...rest) => name === '@alaas/models/package.json' ? '/nowhere/package.json' : resolve(name, ...rest);",
      'encoders',
      'failed',
      '',
    ],
  ])('%s', async (...[, program, name, status, remedy]) => {
    const { exitCode, find } = await examined(broken(program));
    expect(find(name)).toMatchObject({ status });
    expect(find(name).remedy).toContain(remedy);
    expect(exitCode).toBe(1);
  });

  it('tells of an installation that does not load at all', async () => {
    const hook = `export async function resolve(name, context, next) {
      if (name === 'sharp') throw new Error('Could not load the "sharp" module');
      return next(name, context);
    }`;
    const { find } = await examined(
      broken(
        `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`,
      ),
    );
    expect(find('installation')).toMatchObject({ status: 'failed' });
    expect(find('installation').remedy).toContain('npm ci');
  });
});
