import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const PYTHON_CLIENT = '../../../clients/python/.venv/bin/python';

/** What a suite may need beyond Node and npm: finders give its path, or undefined. */
const REQUIREMENTS = {
  chromium: () =>
    firstExisting([
      process.env['CHROMIUM_PATH'] ?? '',
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ]),
  /** `script` of util-linux, which runs a program on a terminal. */
  terminal: () => firstExisting(process.platform === 'linux' ? ['/usr/bin/script'] : []),
  /** Python with what the Python client's own tests need, in the client's `.venv`. */
  'the Python client': () => firstExisting([join(import.meta.dirname, PYTHON_CLIENT)]),
  /** Folder with the programs of a PostgreSQL server, as Debian lays it out. */
  postgres: () =>
    firstExisting(
      postgresFolders().map((folder) => join(folder, 'initdb')),
      folderOf,
    ),
} as const satisfies Record<string, () => string | undefined>;

/** Name of something that a suite may need. */
export type Requirement = keyof typeof REQUIREMENTS;

/**
 * Describes a suite that needs something which is not always installed. Where it is missing the
 * suite is skipped and its name says "(not run: needs …)"; under `CI=true` it fails instead, so that
 * nothing goes unnoticed.
 *
 * @param suite gets the path of what is needed; an empty text while a skipped suite is collected.
 */
export function suiteNeeds(
  requirement: Requirement,
  name: string,
  suite: (path: string) => void,
): void {
  const path = REQUIREMENTS[requirement]();
  if (path !== undefined) describe(name, () => suite(path));
  else if (process.env['CI'] === 'true') {
    describe(name, () => {
      it(`has ${requirement}, which it needs`, () => {
        expect(path, `${requirement} is not installed`).toBeDefined();
      });
    });
  } else {
    describe.skip(`${name} (not run: needs ${requirement})`, () => suite(''));
  }
}

function firstExisting(
  paths: readonly string[],
  give: (path: string) => string = (path) => path,
): string | undefined {
  const found = paths.find((path) => path !== '' && existsSync(path));
  return found === undefined ? undefined : give(found);
}

/** Newest first. */
function postgresFolders(): string[] {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, 'bin'));
}

function folderOf(program: string): string {
  return join(program, '..');
}
