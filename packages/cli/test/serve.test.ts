import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlaasClient } from '@alaas/client';
import { expect, onTestFinished, test } from 'vitest';
import { removeDatabase, startAlaas } from './run-alaas.js';

test('serves until Ctrl-C and then ends cleanly, with its database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alaas-serve-'));
  const home = join(folder, '.alaas');
  writeFileSync(join(folder, 'items.csv'), 'text\nmy card\nmy money\n');
  const flags = ['--port', '0', '--json', '--data-root', folder];
  const started = { cwd: folder };
  const noRoot = startAlaas(['serve', ...flags, '--data-root', './nowhere'], started);
  expect(JSON.parse(await noRoot.line())).toMatchObject({ error: { code: 'SOURCE_NOT_FOUND' } });
  expect(await noRoot.ended).toBe(2);
  const { child, line, ended } = startAlaas(['serve', ...flags], started);
  const { url } = JSON.parse(await line()) as { url: string };
  onTestFinished(async () => {
    await removeDatabase(home);
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

  const second = startAlaas(['serve', '--port', '0', '--json'], started);
  expect(JSON.parse(await second.line())).toMatchObject({ error: { code: 'PROJECT_LOCKED' } });
  expect(await second.ended).toBe(3);

  child.kill('SIGINT');
  expect(await ended).toBe(0);
  await expect(new AlaasClient({ baseUrl: url, retries: 0 }).health()).rejects.toMatchObject({
    code: 'HTTP_UNREACHABLE',
  });
});

test.each([
  ['no port', ['serve']],
  ['a port that is none', ['serve', '--port', '65536']],
  ['a body limit that is none', ['serve', '--port', '0', '--body-limit', 'x']],
])('%s is refused with the code of wrong usage', async (_name, args) => {
  const { line, ended } = startAlaas([...args, '--json']);
  expect(JSON.parse(await line())).toMatchObject({ error: { code: 'CLI_USAGE' } });
  expect(await ended).toBe(2);
});
