// Writes what is generated from the code: the pages of docs/reference and the JSON Schema.
// Usage: node scripts/docs.mjs [--check]   (after "npm run build"; --check only compares)
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '@alaas/cli';
import { ERRORS, EXIT_CODES, exitCodeOf, projectJsonSchema } from '@alaas/contracts';
import { ALIASES, STRATEGIES } from '@alaas/core';
import { format, resolveConfig } from 'prettier';

import { commandPage } from './docs/command-page.mjs';
import { configurationPage } from './docs/configuration-page.mjs';
import { errorPage } from './docs/error-page.mjs';
import { strategyPage } from './docs/strategy-page.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const schema = projectJsonSchema([
  ...STRATEGIES.map(({ id }) => id),
  ...ALIASES.map(({ name }) => name),
]);
const FILES = {
  'docs/reference/cli.md': commandPage(commandLine({ environment: {} }), EXIT_CODES),
  'docs/reference/configuration.md': configurationPage(schema),
  'docs/reference/errors.md': errorPage(ERRORS, exitCodeOf),
  'docs/reference/strategies.md': strategyPage(STRATEGIES),
  'packages/contracts/alaas.schema.json': JSON.stringify(schema),
};

const isCheck = process.argv.includes('--check');
const stale = [];
for (const [name, text] of Object.entries(FILES)) {
  const path = join(root, name);
  const wanted = name.endsWith('.json') ? await formatted(text, path) : text;
  if ((await readFile(path, 'utf8').catch(() => '')) === wanted) continue;
  stale.push(name);
  if (isCheck) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, wanted);
}
if (stale.length === 0) console.log('The generated pages are up to date.');
else if (!isCheck) console.log(`Written: ${stale.join(', ')}`);
else {
  console.error(`Not up to date: ${stale.join(', ')}\nRun: npm run docs`);
  process.exitCode = 1;
}

async function formatted(text, path) {
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}
