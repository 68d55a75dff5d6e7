import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AlaasClient } from '@alaas/client';
import { encodeNpy, seededClasses } from '@alaas/testkit';
import { documentOf, folderWith, removeDatabase, runAlaas, startAlaas } from './run-alaas.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 240_000 });

const POOL = { items: 120, classes: 2, dimension: 16, spread: 1, seed: 1 };
const CONFIG = { project: 'parts', task: 'vectors', classes: ['0', '1'], budget: 30 };

/** `alaas serve` on a folder that has a pool of vectors. */
async function serve() {
  const shape = [POOL.items, POOL.dimension];
  const bytes = seededClasses(POOL).embeddings.data;
  const folder = folderWith({ 'x.npy': encodeNpy({ descr: '<f4', shape, bytes }) });
  const home = join(folder, 'home');
  const args = ['serve', '--port', '0', '--data-root', folder, '--json'];
  const { child, line, ended } = startAlaas(args, { env: { ALAAS_HOME: home, DATABASE_URL: '' } });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
    await removeDatabase(home);
  });
  const { url } = JSON.parse(await line()) as { url: string };
  return { folder, home, url, client: new AlaasClient({ baseUrl: url }) };
}

test('a project is taken out of one server and into another', async () => {
  const one = await serve();
  const two = await serve();
  const { projects } = one.client;
  const { id } = await projects.create({ config: { ...CONFIG, data: 'x.npy' } });
  while ((await projects.get(id)).work !== 'wait-for-labels') await wait(50);
  for (const { id: assignment, position } of (await projects.next(id, { count: 5 })).assignments) {
    await projects.label(id, { kind: 'label', assignment, label: `${position % 2}` });
  }
  await projects.giveBack({ project: id });

  const file = join(one.folder, 'out', 'parts.tar');
  const from = ['project', 'export', id, '--to', file, '--server', one.url];
  const exported = await runAlaas([...from, '--json']);
  expect(exported).toMatchObject({ exitCode: 0 });
  const bytes = readFileSync(file).length;
  expect(documentOf(exported.stdout)).toEqual({ project: id, file, bytes });
  expect(exported.stderr).toContain(`receive: ${bytes} of ${bytes}`);

  const imported = await runAlaas(
    ['project', 'import', file, '--json'].concat('--server', two.url),
  );
  expect(imported).toMatchObject({ exitCode: 0 });
  const copy = documentOf(imported.stdout) as { project: string; items: number };
  expect(copy.items).toBe(POOL.items);
  const labels = async (client: AlaasClient, project: string) =>
    (await client.projects.ledger(project)).entries.map(({ item, label }) => [item, label]);
  expect(await labels(two.client, copy.project)).toEqual(await labels(one.client, id));
  expect(await labels(two.client, copy.project)).toHaveLength(5);
  // What was sent is not kept beside what was made of it.
  const kept = readdirSync(join(two.home, 'uploads'));
  expect(kept.flatMap((name) => readdirSync(join(two.home, 'uploads', name)))).toEqual([]);

  const again = await runAlaas(from);
  expect(again).toMatchObject({ exitCode: 0, stdout: `Wrote ${file}\n` });
  expect(readdirSync(join(one.folder, 'out'))).toEqual(['parts.tar']);

  writeFileSync(file, 'no archive');
  const damaged = await runAlaas(['project', 'import', file, '--json', '--server', two.url]);
  expect(damaged.exitCode).toBe(2);
  expect(documentOf(damaged.stdout)).toMatchObject({ error: { code: 'ARCHIVE_INVALID' } });
  const unknown = await runAlaas(['project', 'export', 'none', '--to', file, '--server', two.url]);
  expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
  expect(unknown.stderr).toContain('PROJECT_UNKNOWN');
  expect(readFileSync(file, 'utf8')).toBe('no archive');
});

test('what cannot be asked for is told before anything is sent', async () => {
  const folder = folderWith({ 'parts.tar': 'x' });
  const archive = join(folder, 'parts.tar');
  const cases: readonly [readonly string[], string, number][] = [
    [['import', join(folder, 'none.tar')], 'SOURCE_NOT_FOUND', 2],
    [['import', folder], 'SOURCE_NOT_FOUND', 2],
    [['import', archive, '--server', 'localhost:8080'], 'CLI_USAGE', 2],
    [['import', archive, '--server', 'http://127.0.0.1:9'], 'HTTP_UNREACHABLE', 3],
    [['export', 'p', '--to', archive, '--server', 'http://127.0.0.1:9'], 'HTTP_UNREACHABLE', 3],
    [['export', 'p'], 'CLI_USAGE', 2],
  ];
  for (const [args, code, exitCode] of cases) {
    const ended = await runAlaas(['project', ...args, '--json']);
    expect({ args, exitCode: ended.exitCode }).toEqual({ args, exitCode });
    expect(documentOf(ended.stdout)).toMatchObject({ error: { code } });
  }
});
