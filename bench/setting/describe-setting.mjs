import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

const PACKAGES = ['@alaas/pipeline', 'onnxruntime-node', 'sharp', 'undici'];

/** Machine and versions of a measurement, as every result file names them. */
export async function describeSetting() {
  return {
    time: new Date().toISOString(),
    command: ['node', ...process.argv.slice(1).map(withoutPlace)].join(' '),
    cpu: cpus()[0]?.model.trim(),
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${platform()} ${release()}`,
    // Above the number of cores less this bench itself, others were at work.
    loadAtStart: loadavg()[0],
    node: process.version,
    packages: Object.fromEntries(
      await Promise.all(PACKAGES.map(async (name) => [name, await versionOf(name)])),
    ),
  };
}

/** A result file must not tell where somebody keeps files. */
function withoutPlace(word) {
  return word.startsWith('/') ? word.split('/').slice(-2).join('/') : word;
}

async function versionOf(name) {
  const found = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const folder of found) {
    const text = await readFile(join(folder, name, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return JSON.parse(text).version;
  }
  return undefined;
}
