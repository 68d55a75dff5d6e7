// Packs every package, installs the tarballs into an empty folder as a stranger would, and runs them.
// Usage: node scripts/check-pack.mjs   (after "npm run build")
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// A space and an umlaut, as in many a home folder.
const place = mkdtempSync(join(tmpdir(), 'alaas pack ü-'));
try {
  const tarballs = pack(join(place, 'tarballs'));
  const folder = join(place, 'project');
  install(folder, tarballs);
  run(folder);
  await serve(folder);
} finally {
  rmSync(place, { recursive: true, force: true });
}

function pack(folder) {
  mkdirSync(folder);
  const isPublic = (name) =>
    !JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8')).private;
  const names = workspaces.flatMap((pattern) => foldersOf(pattern)).filter(isPublic);
  npm(['pack', ...names.map((name) => `./${name}`), '--pack-destination', folder], root);
  return readdirSync(folder).map((file) => join(folder, file));
}

/** The folders of one of the forms that `workspaces` has: a name, or a folder with a star. */
function foldersOf(pattern) {
  if (!pattern.endsWith('/*')) return [pattern];
  const folder = pattern.slice(0, -2);
  return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
}

function install(folder, tarballs) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs], folder);
  console.log(`Installed ${tarballs.length} packages into an empty folder.`);
}

function run(folder) {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8'));
  expect('--version', alaas(folder, ['--version']).trim() === version);
  const { ok, checks } = JSON.parse(alaas(folder, ['doctor', '--json']));
  expect(`doctor (${checks.map(({ name }) => name).join(', ')})`, ok);
  writeFileSync(join(folder, 'pool.npy'), smallPool());
  const args = [
    '--embeddings',
    'pool.npy',
    '--strategy',
    'k-center',
    '--budget',
    '2',
    '--seed',
    '0',
  ];
  const { selected } = JSON.parse(alaas(folder, ['select', ...args, '--json']));
  expect('select', new Set(selected).size === 2);
}

/** The web application comes with what is installed. */
async function serve(folder) {
  const server = spawn('npx', ['--no-install', 'alaas', 'serve', '--port', '0', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  try {
    let said = '';
    for await (const part of server.stdout) {
      said += part;
      if (said.includes('}')) break;
    }
    const { url } = JSON.parse(said);
    const page = await (
      await fetch(`${url}/projects`, { headers: { accept: 'text/html' } })
    ).text();
    const [script] = /\/assets\/[^"]+\.js/.exec(page) ?? [];
    const answer = await fetch(`${url}${script}`);
    expect('serve: the web application', answer.ok && (await answer.text()).length > 10_000);
  } finally {
    const ended = once(server, 'close');
    process.kill(-server.pid, 'SIGINT');
    await ended;
  }
}

/** Four items of two dimensions, as numpy saves them. */
function smallPool() {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 2), }".padEnd(117) + '\n';
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  const data = Float32Array.of(0, 0, 0, 1, 5, 5, 9, 9);
  return Buffer.concat([magic, Buffer.from(header), Buffer.from(data.buffer)]);
}

function expect(what, isRight) {
  if (!isRight) throw new Error(`The installed alaas failed at: ${what}`);
  console.log(`alaas ${what}: right`);
}

function alaas(folder, args) {
  return execFileSync('npx', ['--no-install', 'alaas', ...args], { cwd: folder, encoding: 'utf8' });
}

function npm(args, cwd) {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
