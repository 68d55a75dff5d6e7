import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { AlaasClient } from '@alaas/client';
import { checkDatabase } from '@alaas/server';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = join(
  dirname(createRequire(import.meta.url).resolve('@alaas/cli')),
  '../bin/alaas.js',
);

function alaas(args: readonly string[], cwd: string) {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stderr.resume();
  return {
    line: async () => ((await lines.next()) as { value: string }).value,
    interrupt: () => child.kill('SIGINT'),
    ended: once(child, 'close') as Promise<[number | null]>,
  };
}

test('serves until Ctrl-C and then ends cleanly, with its database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alaas-serve-'));
  const home = join(folder, '.alaas');
  writeFileSync(join(folder, 'items.csv'), 'text\nmy card\nmy money\n');
  const flags = ['--port', '0', '--json', '--data-root', folder];
  const noRoot = alaas(['serve', ...flags, '--data-root', './nowhere'], folder);
  expect(JSON.parse(await noRoot.line())).toMatchObject({ error: { code: 'SOURCE_NOT_FOUND' } });
  expect((await noRoot.ended)[0]).toBe(2);
  const { line, interrupt, ended } = alaas(['serve', ...flags], folder);
  const { url } = JSON.parse(await line()) as { url: string };
  onTestFinished(async () => {
    const check = await checkDatabase({ home });
    if (check.ok && check.place?.kind === 'embedded') {
      rmSync(check.place.directory, { recursive: true, force: true });
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const client = new AlaasClient({ baseUrl: url });
  const pool = {
    kind: 'vectors' as const,
    vectors: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  };
  const { id } = await client.createSelection({ pool, strategy: 'k-center', budget: 2 });
  expect((await client.waitForSelection(id)).result.selected).toHaveLength(2);
  const source = { kind: 'source' as const, path: 'items.csv' };
  const texts = await client.createSelection({ pool: source, budget: 1 });
  expect((await client.waitForSelection(texts.id)).result.strategy).toBe('max-herding');

  const second = alaas(['serve', '--port', '0', '--json'], folder);
  expect(JSON.parse(await second.line())).toMatchObject({ error: { code: 'PROJECT_LOCKED' } });
  expect((await second.ended)[0]).toBe(3);

  interrupt();
  expect((await ended)[0]).toBe(0);
  await expect(new AlaasClient({ baseUrl: url, retries: 0 }).health()).rejects.toMatchObject({
    code: 'HTTP_UNREACHABLE',
  });
});

test.each([
  ['no port', ['serve']],
  ['a port that is none', ['serve', '--port', '65536']],
  ['a body limit that is none', ['serve', '--port', '0', '--body-limit', 'x']],
])('%s is refused with the code of wrong usage', async (_name, args) => {
  const { line, ended } = alaas([...args, '--json'], tmpdir());
  expect(JSON.parse(await line())).toMatchObject({ error: { code: 'CLI_USAGE' } });
  expect((await ended)[0]).toBe(2);
});
