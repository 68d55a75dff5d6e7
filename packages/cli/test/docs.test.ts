import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeNpy, seededClasses, seededPngs } from '@alaas/testkit';
import { expect, onTestFinished, test } from 'vitest';

import { folderWith, removeDatabase } from './run-alaas.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PORT_OF_THE_DOCS = '8080';

interface Snippet {
  readonly language: string;
  /** Behind the language: `run`, `server` (runs until the end) or `file=<name>`. */
  readonly mark: string;
  readonly text: string;
}

/** The marked snippets of a page, in order; those in comments too. */
function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^( *)```(sh|js|yaml) (run|server|file=\S+)\n(.*?)^ *```$/gms)].map(
    ([, indent = '', language = '', mark = '', body = '']) => ({
      language,
      mark,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/** What the pages suppose to be there: photos in two folders, arrays with labels. */
async function workplace(): Promise<string> {
  const folder = folderWith({ 'package.json': '{"type":"module"}', 'fill-in.mjs': FILL_IN });
  // As root the built-in database lies elsewhere; the folder itself is removed after this.
  onTestFinished(async () => {
    const home = join(folder, '.alaas');
    if (existsSync(home)) await removeDatabase(home);
  });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const pngs = await seededPngs(30, { width: 8, height: 8, seed: 3 });
  for (const [i, png] of pngs.entries()) {
    const place = join(folder, 'photos', i % 2 === 0 ? 'cat' : 'dog');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${i}.png`), png);
  }
  for (const [suffix, seed] of [
    ['', 1],
    ['t', 2],
  ] as const) {
    const { embeddings, targets } = seededClasses({ items: 90, classes: 3, dimension: 16, seed });
    const rows = encodeNpy({ descr: '<f4', shape: [90, 16], bytes: embeddings.data });
    writeFileSync(join(folder, `x${suffix}.npy`), rows);
    if (suffix === '') writeFileSync(join(folder, 'pool.npy'), rows);
    writeFileSync(
      join(folder, `y${suffix}.npy`),
      encodeNpy({ descr: '<i4', shape: [90], bytes: targets }),
    );
  }
  return folder;
}

/** Plays the people: gives every line the class that its path names. */
const FILL_IN = `import { readFileSync, writeFileSync } from 'node:fs';
const [, , file] = process.argv;
const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\\r?\\n/);
const at = head.replace(/^\\uFEFF/, '').split(',').indexOf('label');
const filled = lines.map((line) => {
  const cells = line.split(',');
  cells[at] = line.includes('cat') ? 'cat' : 'dog';
  return cells.join(',');
});
writeFileSync(file, [head, ...filled].join('\\n') + '\\n');
`;

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

function start(command: string, args: readonly string[], cwd: string) {
  const PATH = [join(cwd, 'node_modules', '.bin'), dirname(process.execPath), process.env['PATH']];
  const env = { ...process.env, PATH: PATH.join(delimiter), ALAAS_HOME: join(cwd, '.alaas') };
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

async function finishes(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { child, output } = start(command, args, cwd);
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, output()).toBe(0);
}

/** Starts a server and waits until it says where it listens. */
async function serves(text: string, cwd: string): Promise<void> {
  // "exec" leaves no shell between us and the server that is to be stopped.
  const command = `exec ${text.trim().replace(/^npx /, '')}`;
  const { child, output } = start('bash', ['-ec', command], cwd);
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGINT');
    await ended;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => output().includes('listens on') && resolve());
    child.on('close', () => reject(new Error(output())));
  });
}

test.each([
  'README.md',
  'docs/guides/first-project.md',
  'docs/guides/labelling-by-file.md',
  'docs/guides/using-your-encoder.md',
  'docs/guides/server.md',
  'docs/guides/deciding.md',
])(
  'what %s shows works',
  async (page) => {
    const folder = await workplace();
    const port = await freePort();
    const snippets = snippetsOf(page);
    expect(snippets).not.toEqual([]);
    for (const { language, mark, text } of snippets) {
      const shown = text.replaceAll(PORT_OF_THE_DOCS, port);
      if (mark.startsWith('file=')) writeFileSync(join(folder, mark.slice(5)), shown);
      else if (mark === 'server') await serves(shown, folder);
      else if (language === 'js')
        await finishes('node', ['--input-type=module', '-e', shown], folder);
      else await finishes('bash', ['-eo', 'pipefail', '-c', shown], folder);
    }
  },
  120_000,
);

test('README.ja.md shows the code of README.md', () => {
  const blocksOf = (page: string) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```.*?^```$/gms)].map(([block]) => block);
  expect(blocksOf('README.ja.md')).toEqual(blocksOf('README.md'));
});
