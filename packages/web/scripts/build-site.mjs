// Builds the web application into packages/web/dist/site, compressed files beside the plain ones, and
// fails when the first page has become too heavy. Does nothing when nothing has changed.
// Usage: node packages/web/scripts/build-site.mjs   (after "tsc -b")
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(dirname(web));
const site = join(web, 'dist/site');
const stampFile = join(web, 'dist/site.stamp');
/** Compressed bytes of everything that is loaded before the first page is there. */
const FIRST_LOAD_BYTES = 350_000;
const WORTH_COMPRESSING = /\.(js|css|html|svg|json)$/;
const LEAST_BYTES = 1_000;

const stamp = stampOfInputs();
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) process.exit(0);

await build({ root: web, logLevel: 'warn' });
for (const file of filesBelow(site).filter((name) => WORTH_COMPRESSING.test(name))) {
  const bytes = readFileSync(file);
  if (bytes.length < LEAST_BYTES) continue;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
}
const bytes = firstLoadBytes();
console.log(`The first page of the web application: ${Math.round(bytes / 1_000)} kB compressed.`);
if (bytes > FIRST_LOAD_BYTES) {
  console.error(`That is more than ${FIRST_LOAD_BYTES / 1_000} kB: load pages lazily.`);
  process.exit(1);
}
writeFileSync(stampFile, stamp);

/** The page itself and what it names. */
function firstLoadBytes() {
  const page = readFileSync(join(site, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => name);
  return ['index.html', ...named]
    .map((name) => gzipSync(readFileSync(join(site, name))).length)
    .reduce((sum, one) => sum + one, 0);
}

function stampOfInputs() {
  const hash = createHash('sha256');
  const inputs = [
    join(root, 'package-lock.json'),
    fileURLToPath(import.meta.url),
    ...['index.html', 'vite.config.ts', 'package.json'].map((name) => join(web, name)),
    ...['src', 'public'].flatMap((name) => filesBelow(join(web, name))),
    ...['contracts', 'client'].flatMap((name) => filesBelow(join(root, 'packages', name, 'dist'))),
  ];
  for (const file of inputs.filter((name) => !/\.(tsbuildinfo|map)$/.test(name))) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]));
}
