import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { checkDatabase, openDatabase, type Database, type DatabaseOptions } from '@alaas/server';

/** A data folder in a private (0700) place, with a path of more than 130 characters if wanted. */
export function makeHome(long = false): { home: string; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'alaas-home-'));
  chmodSync(root, 0o700);
  const project = join(root, long ? `a project with spaces ${'x'.repeat(140)}` : 'project');
  mkdirSync(project);
  return {
    home: join(project, '.alaas'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A database that is closed and removed when the test ends. */
export async function databaseForTest(
  options: Partial<DatabaseOptions> & { readonly long?: boolean } = {},
): Promise<{ database: Database; home: string }> {
  const { home, remove } = makeHome(options.long);
  const database = await openDatabase({ home, ...options });
  onTestFinished(async () => {
    await database.close();
    removeData(database);
    remove();
  });
  return { database, home };
}

/** As root the data lie outside the data folder. */
export function removeData({ place }: Database): void {
  if (place.kind === 'embedded') rmSync(place.directory, { recursive: true, force: true });
}

/** Folder of the built-in database of a data folder. */
export async function dataFolder(home: string): Promise<string | undefined> {
  const check = await checkDatabase({ home });
  return check.ok && check.place?.kind === 'embedded' ? check.place.directory : undefined;
}

/** Process of the server of a built-in database; undefined while it does not run. */
export function postmasterPid(directory: string): number | undefined {
  const file = join(directory, 'data', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}
