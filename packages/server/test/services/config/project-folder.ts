import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with these files, in a place with spaces and umlauts; it goes when the test ends. */
export function projectFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'alaas config ü-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

/** The five lines of a project whose data `PHOTOS` has. */
export const FIVE_LINES = `project: flowers
task: image-classification
data: ./photos
labels: folders
budget: 500
`;

/** Two classes in folders; nothing looks into the files before a run. */
export const PHOTOS = { 'photos/cat/1.png': 'x', 'photos/dog/1.png': 'x' } as const;
